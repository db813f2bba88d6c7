import type { ICellModel } from '@jupyterlab/cells';
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import type { PartialJSONObject } from '@lumino/coreutils';
import { Throttler } from '@lumino/polling';
import { type ISignal, Signal } from '@lumino/signaling';
import type { ICellEdit, INewCell } from './marking/edits';
import type { CellType, IMarkedCell } from './marking/outline';
import type { Json } from './marking/records';

/** Typing changes the notebook many times a second; it is read a few times a second. */
const INTERVAL_MS = 250;

/** The key of all that the tutor writes into a notebook. */
const KEY = 'jupyter_tutor';

/** The notebook that is open, as its author marks it up. */
export interface INotebookView {
  readonly path: string;
  readonly cells: readonly IMarkedCell[];
  /** The place of the active cell, counted from 0; -1 in a notebook without cells. */
  readonly active: number;
  /** The notebook's `metadata.jupyter_tutor`. */
  readonly own: unknown;
}

/** What is written on a cell for its author to see. */
export interface ICellLabel {
  readonly role: string;
  readonly text: string;
}

/** Reads and marks up the notebook that is open. Nothing but `metadata.jupyter_tutor` is ever written. */
export class AuthorNotebook {
  constructor(private readonly tracker: INotebookTracker) {
    tracker.currentChanged.connect(this.onNotebook);
    tracker.activeCellChanged.connect(this.onActiveCell);
    this.onNotebook();
  }

  /** Emitted after something changed that the author may see. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** What the notebook says now, or null when none is open or it is still being read. */
  read(): INotebookView | null {
    const panel = this.tracker.currentWidget;
    const model = panel?.content.model;
    if (!panel?.context.isReady || !model) {
      return null;
    }
    return {
      path: panel.context.path,
      cells: [...model.cells].map(viewOf),
      active: panel.content.activeCellIndex,
      own: model.getMetadata(KEY) as unknown
    };
  }

  /** The notebook as JSON without its outputs, which no module keeps. */
  content(): Json | null {
    const notebook = this.tracker.currentWidget?.content.model?.toJSON() as Json | undefined;
    if (!notebook) {
      return null;
    }
    const cells = notebook.cells as readonly Json[];
    const bare = cells.map(cell =>
      cell.cell_type === 'code' ? { ...cell, outputs: [], execution_count: null } : cell
    );
    return { ...notebook, cells: bare };
  }

  /** Write marks, as one step that the notebook's own Undo takes back. */
  apply(edits: readonly ICellEdit[]): void {
    this.asOneStep(shared => {
      for (const { cell, own } of edits) {
        if (own === null) {
          shared.getCell(cell).deleteMetadata(KEY);
        } else {
          shared.getCell(cell).setMetadata(KEY, own as PartialJSONObject);
        }
      }
    });
  }

  /** Put in a cell, make it the active one and put the cursor into it. */
  insert({ at, type, own }: INewCell): void {
    this.asOneStep(shared => {
      const metadata = { [KEY]: own as PartialJSONObject };
      shared.insertCell(at, { cell_type: type, source: '', metadata });
    });
    this.goTo(at, true);
  }

  /** Say what the notebook is as a module. JupyterLab keeps no undo of a notebook's metadata. */
  describe(own: Json): void {
    this.tracker.currentWidget?.content.model?.setMetadata(KEY, own);
    this.refresh();
  }

  /** Put a label on each cell, or none where it is null. */
  label(labels: readonly (ICellLabel | null)[]): void {
    this.tracker.currentWidget?.content.widgets.forEach(({ node }, at) => {
      const { role, text } = labels[at] ?? {};
      setOrDelete(node.dataset, 'tutorRole', role);
      setOrDelete(node.dataset, 'tutorLabel', text);
    });
  }

  /** Make the cell at `at` the active one, in view. */
  goTo(at: number, edit = false): void {
    const notebook = this.tracker.currentWidget?.content;
    if (!notebook || at < 0 || at >= notebook.widgets.length) {
      return;
    }
    notebook.deselectAll();
    notebook.activeCellIndex = at;
    notebook.mode = edit ? 'edit' : 'command';
    notebook.activate();
    void notebook.scrollToCell(notebook.widgets[at]);
  }

  private asOneStep(change: (shared: SharedNotebook) => void): void {
    const shared = this.tracker.currentWidget?.content.model?.sharedModel;
    if (shared) {
      // Each mark is a step of its own, however fast one follows the other.
      const { undoManager } = shared as IWithUndo;
      undoManager?.stopCapturing();
      shared.transact(() => change(shared));
      undoManager?.stopCapturing();
      this.refresh();
    }
  }

  private readonly onNotebook = (): void => {
    this._panel?.context.pathChanged.disconnect(this.onChange);
    this._panel?.content.modelContentChanged.disconnect(this.onChange);
    this._panel?.content.model?.metadataChanged.disconnect(this.onChange);
    this._panel = this.tracker.currentWidget;
    this._panel?.context.pathChanged.connect(this.onChange);
    this._panel?.content.modelContentChanged.connect(this.onChange);
    this._panel?.content.model?.metadataChanged.connect(this.onChange);
    void this._panel?.context.ready.then(() => this.onChange());
    this.refresh();
  };

  /** What is marked next is this cell: there is no waiting. */
  private readonly onActiveCell = (): void => this.refresh();

  private refresh(): void {
    // A cell's metadata does not count as the notebook's content. Connecting twice is as once.
    for (const cell of this._panel?.content.model?.cells ?? []) {
      cell.metadataChanged.connect(this.onChange);
    }
    this._changed.emit();
  }

  private readonly onChange = (): void => {
    void this._throttler.invoke().catch(() => undefined);
  };

  private _panel: NotebookPanel | null = null;
  private _throttler = new Throttler(() => this.refresh(), {
    limit: INTERVAL_MS,
    edge: 'trailing'
  });
  private _changed = new Signal<this, void>(this);
}

/** What Jupyter's own shared notebooks have, though their interface does not say so. */
interface IWithUndo {
  readonly undoManager?: { stopCapturing: () => void };
}

type SharedNotebook = NonNullable<NotebookPanel['content']['model']>['sharedModel'];

function viewOf(cell: ICellModel): IMarkedCell {
  return {
    id: cell.id,
    type: cell.type as CellType,
    source: cell.sharedModel.getSource(),
    own: cell.getMetadata(KEY) as unknown
  };
}

function setOrDelete(data: DOMStringMap, key: string, value: string | undefined): void {
  if (value === undefined) {
    Reflect.deleteProperty(data, key);
  } else {
    data[key] = value;
  }
}
