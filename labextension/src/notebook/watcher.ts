import type { Cell, ICellModel } from '@jupyterlab/cells';
import { type INotebookTracker, NotebookActions, type NotebookPanel } from '@jupyterlab/notebook';
import { Throttler } from '@lumino/polling';
import { type ISignal, Signal } from '@lumino/signaling';
import type { INotebookExcerpt } from '../tokens/excerpt';
import { cellInQuestion, type IRun } from './cell_in_question';
import { readExcerpt } from './read_excerpt';

/** Typing and running change the notebook many times a second; it is read a few times a second. */
const INTERVAL_MS = 200;

/** Follows the notebook that is open: which one it is, and what its cell in question says. */
export class NotebookWatcher {
  constructor(private readonly tracker: INotebookTracker) {
    tracker.currentChanged.connect(this.onNotebook);
    tracker.activeCellChanged.connect(this.onActiveCell);
    NotebookActions.executed.connect(this.onExecuted);
    this.onNotebook();
  }

  /** Emitted after the notebook has changed in a way that the panel may show. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** Path of the open notebook, or null. */
  get path(): string | null {
    return this.tracker.currentWidget?.context.path ?? null;
  }

  /** What the notebook says now, or null when none is open. */
  read(): INotebookExcerpt | null {
    const panel = this.tracker.currentWidget;
    const cells = panel?.content.model?.cells;
    if (!panel || !cells) {
      return null;
    }
    const list = [...cells];
    const index = cellInQuestion(list, panel.content.activeCellIndex, this._justRun);
    return readExcerpt(panel.context.path, list, index);
  }

  /** Make `cell` the active one, so that what is asked next is about it. */
  lookAt(cell: Cell): void {
    const notebook = this.tracker.currentWidget?.content;
    const index = notebook?.widgets.indexOf(cell) ?? -1;
    if (notebook && index >= 0) {
      this._justRun = null;
      notebook.activeCellIndex = index;
    }
  }

  /** The cell whose part of the page holds `node`, or null. */
  cellAt(node: Node): Cell | null {
    return this.tracker.currentWidget?.content.widgets.find(c => c.node.contains(node)) ?? null;
  }

  dispose(): void {
    this._throttler.dispose();
    Signal.clearData(this);
  }

  private readonly onNotebook = (): void => {
    this._panel?.context.pathChanged.disconnect(this.onChange);
    this._panel?.content.modelContentChanged.disconnect(this.onChange);
    this._panel = this.tracker.currentWidget;
    this._panel?.context.pathChanged.connect(this.onChange);
    this._panel?.content.modelContentChanged.connect(this.onChange);
    void this._panel?.context.ready.then(() => this.onChange());
    this._changed.emit();
  };

  private readonly onActiveCell = (): void => {
    this._activeModel?.contentChanged.disconnect(this.onActiveEdited);
    this._activeModel = this.tracker.activeCell?.model ?? null;
    this._activeModel?.contentChanged.connect(this.onActiveEdited);
    this.onChange();
  };

  /** The student works in the next cell now: the one just run is no longer meant. */
  private readonly onActiveEdited = (): void => {
    if (this._justRun && this._activeModel !== this._justRun.cell) {
      this._justRun = null;
    }
  };

  private readonly onExecuted = (
    _: unknown,
    { cell, success, notebook }: { cell: Cell; success: boolean; notebook: unknown }
  ): void => {
    if (notebook === this.tracker.currentWidget?.content) {
      this._justRun = { cell: cell.model, failed: !success };
      this.onChange();
    }
  };

  private readonly onChange = (): void => {
    void this._throttler.invoke().catch(() => undefined);
  };

  private _panel: NotebookPanel | null = null;
  private _activeModel: ICellModel | null = null;
  private _justRun: IRun | null = null;
  private _throttler = new Throttler(() => this._changed.emit(), {
    limit: INTERVAL_MS,
    edge: 'trailing'
  });
  private _changed = new Signal<this, void>(this);
}
