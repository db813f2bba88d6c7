import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import type { Contents } from '@jupyterlab/services';
import { type ISignal, Signal } from '@lumino/signaling';
import { type IModuleNotebook, ModuleNotebook, moduleTagOf } from './module_notebook';

/** The open notebooks that are modules. */
export interface IModuleNotebooks {
  /** The one that the student looks at, or null. */
  readonly current: IModuleNotebook | null;
  /** Emitted when that is another, or when one was loaded. */
  readonly changed: ISignal<unknown, void>;
}

/** Follows the notebooks of JupyterLab. */
export class ModuleNotebooks implements IModuleNotebooks {
  constructor(
    private readonly tracker: INotebookTracker,
    private readonly contents: Contents.IManager
  ) {
    tracker.currentChanged.connect(this.onCurrent);
    this.onCurrent();
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get current(): IModuleNotebook | null {
    const panel = this.tracker.currentWidget;
    const tag = panel && moduleTagOf(panel);
    if (!panel || !tag) {
      return null;
    }
    const known = this.known.get(panel) ?? new ModuleNotebook(panel, tag, this.contents);
    this.known.set(panel, known);
    return known;
  }

  private readonly onCurrent = (): void => {
    this._changed.emit();
    // What a notebook says of itself is known when it is loaded.
    void this.tracker.currentWidget?.context.ready.then(() => this._changed.emit());
  };

  private readonly known = new WeakMap<NotebookPanel, ModuleNotebook>();
  private readonly _changed = new Signal<this, void>(this);
}
