import type { ICodeCellModel } from '@jupyterlab/cells';
import type { INotebookContent } from '@jupyterlab/nbformat';
import { type INotebookModel, NotebookActions, type NotebookPanel } from '@jupyterlab/notebook';
import type { Contents } from '@jupyterlab/services';
import { type ISignal, Signal } from '@lumino/signaling';
import { type ICheckKernel, SessionKernel } from './check_kernel';
import { DiskCopy } from './disk_copy';
import { exercisesIn, type IExerciseCells } from './exercise_cells';
import { type IModuleTag, readModuleTag } from './module_tag';

/** An open notebook that is a module. */
export interface IModuleNotebook {
  /** Relative to the server's root. */
  readonly path: string;
  readonly tag: IModuleTag;
  readonly kernel: ICheckKernel;
  /** Emitted when anything in it changes, outputs too. */
  readonly changed: ISignal<unknown, void>;
  /** Emitted after a cell was run. */
  readonly ran: ISignal<unknown, void>;
  /** Emitted after it was written to disk. */
  readonly stored: ISignal<unknown, void>;
  /** Emitted when it is closed. */
  readonly closed: ISignal<unknown, void>;
  /** The whole notebook as nbformat JSON. */
  read(): INotebookContent;
  exercises(): IExerciseCells[];
  /** Bring an exercise into view and make its answer the active cell. */
  show(exercise: string): void;
  /** Run every cell above the answer of an exercise. */
  runAbove(exercise: string): Promise<void>;
  /** Write it to disk, unless somebody else has written there since it was opened. */
  store(): Promise<void>;
  /** Put another notebook in its place, on disk as well. */
  replace(content: INotebookContent): Promise<void>;
}

/** What a panel of JupyterLab shows, as a module. */
export class ModuleNotebook implements IModuleNotebook {
  readonly kernel: ICheckKernel;
  readonly changed = new Signal<this, void>(this);
  readonly ran = new Signal<this, void>(this);
  readonly stored = new Signal<this, void>(this);
  readonly closed = new Signal<this, void>(this);

  constructor(
    readonly panel: NotebookPanel,
    private lastTag: IModuleTag,
    private readonly contents: Contents.IManager
  ) {
    this.kernel = new SessionKernel(panel.sessionContext);
    this.disk = new DiskCopy(panel.context, contents);
    panel.content.modelContentChanged.connect(this.onChange);
    panel.context.saveState.connect(this.onSaveState);
    NotebookActions.executed.connect(this.onExecuted);
    // While its content goes, the model is still there to be kept.
    panel.content.disposed.connect(this.onClosed);
  }

  get path(): string {
    return this.panel.context.path;
  }

  get tag(): IModuleTag {
    this.lastTag = moduleTagOf(this.panel) ?? this.lastTag;
    return this.lastTag;
  }

  read(): INotebookContent {
    return this.model.toJSON() as INotebookContent;
  }

  exercises(): IExerciseCells[] {
    return exercisesIn(
      [...this.model.cells].map(cell => ({
        type: cell.type,
        source: cell.sharedModel.getSource(),
        own: cell.getMetadata('jupyter_tutor') as unknown
      }))
    );
  }

  show(exercise: string): void {
    const at = this.placeOf(exercise);
    if (at !== null) {
      this.panel.content.activeCellIndex = at;
      this.panel.content.deselectAll();
      void this.panel.content.scrollToItem(at, 'center');
    }
  }

  async runAbove(exercise: string): Promise<void> {
    const { content, sessionContext } = this.panel;
    const at = this.placeOf(exercise) ?? 0;
    const before = content.widgets.slice(0, at);
    await NotebookActions.runCells(content, before, sessionContext);
  }

  store(): Promise<void> {
    return this.disk.store();
  }

  async replace(content: INotebookContent): Promise<void> {
    // Written first and read again: whatever stood on disk, nobody is asked which of the two it shall be.
    await this.contents.save(this.path, { type: 'notebook', format: 'json', content });
    await this.panel.context.revert();
    this.stored.emit();
  }

  private placeOf(exercise: string): number | null {
    return this.exercises().find(each => each.id === exercise)?.at ?? null;
  }

  private get model(): INotebookModel {
    return this.panel.context.model;
  }

  private readonly disk: DiskCopy;

  private readonly onChange = (): void => this.changed.emit();

  private readonly onSaveState = (_: unknown, state: string): void => {
    if (state === 'completed') {
      this.stored.emit();
    }
  };

  private readonly onExecuted = (
    _: unknown,
    { notebook, cell }: { notebook: unknown; cell: { model: { type: string } } }
  ): void => {
    if (notebook === this.panel.content && isCode(cell.model)) {
      this.ran.emit();
    }
  };

  private readonly onClosed = (): void => {
    NotebookActions.executed.disconnect(this.onExecuted);
    this.closed.emit();
    Signal.clearData(this);
  };
}

/** The module that a panel shows; null for other notebooks, and before it is loaded. */
export function moduleTagOf(panel: NotebookPanel): IModuleTag | null {
  const model = panel.isDisposed ? null : panel.content.model;
  return model ? readModuleTag(model.getMetadata('jupyter_tutor')) : null;
}

function isCode(model: { type: string }): model is ICodeCellModel {
  return model.type === 'code';
}
