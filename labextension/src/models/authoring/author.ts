import type { ISignal } from '@lumino/signaling';
import type { AuthoringRest, ISubmission, NotebookJson } from '../../client/authoring';
import type { INotebookView } from '../../notebook/author_notebook';
import type { ICellEdit, INewCell } from '../../notebook/marking/edits';
import {
  isRelease,
  type IModuleFields,
  readModule,
  writeModule
} from '../../notebook/marking/module_markup';
import { moduleNameOf } from '../../notebook/marking/names';
import type { IMarkedCell } from '../../notebook/marking/outline';
import type { Json } from '../../notebook/marking/records';
import { Store } from '../store';
import { LiveCheck } from './live_check';
import { type IManuscript, Publishing } from './publishing';

/** The notebook that is open, as far as its author marks it up. */
export interface IAuthorNotebook {
  readonly changed: ISignal<unknown, void>;
  read: () => INotebookView | null;
  content: () => Json | null;
  apply: (edits: readonly ICellEdit[]) => void;
  insert: (cell: INewCell) => void;
  describe: (own: Json) => void;
  goTo: (at: number) => void;
}

export interface IAuthorOptions {
  readonly rest: AuthoringRest;
  readonly notebook: IAuthorNotebook;
  /** Open a notebook beside the one at `path`, under a name that no file has. */
  readonly openBeside: (path: string, notebook: NotebookJson) => Promise<void>;
}

/** The format of exercises that are marked up here. */
const OWN_FORMAT = 'jupyter_tutor';

/** What an author sees and does with the notebook that is open. */
export class Author {
  readonly view = new Store<INotebookView | null>(null);
  readonly check: LiveCheck;
  readonly publishing: Publishing;

  constructor(private readonly options: IAuthorOptions) {
    const { rest, notebook } = options;
    this.check = new LiveCheck(submission => rest.check(submission));
    this.publishing = new Publishing(rest);
    notebook.changed.connect(() => this.look());
    // The server knows of exercises in other markups.
    this.check.state.changed.connect(() => this.onChecked());
  }

  /** Somebody looks: follow the notebook. */
  wake(): void {
    this.isAwake = true;
    this.look();
    void this.publishing.list.refresh();
  }

  /** Nobody looks: leave the server alone. */
  rest(): void {
    this.isAwake = false;
    this.check.rest();
  }

  /** Whether the open notebook is one that students get. */
  get isRelease(): boolean {
    return isRelease(this.view.value?.own);
  }

  /** What the module is called: as the notebook says, else by its file. */
  get slug(): string {
    return readModule(this.view.value?.own).slug || this.fileSlug;
  }

  /** Change the cell with this id, if it is still there, by edits that are made for where it is now. */
  edit(
    id: string,
    edits: (cells: readonly IMarkedCell[], at: number) => readonly ICellEdit[]
  ): void {
    const cells = this.read()?.cells ?? [];
    const at = cells.findIndex(cell => cell.id === id);
    if (at >= 0) {
      this.options.notebook.apply(edits(cells, at));
    }
  }

  /** Put in a new cell. */
  insert(make: (cells: readonly IMarkedCell[]) => INewCell): void {
    const cells = this.read()?.cells;
    if (cells) {
      this.options.notebook.insert(make(cells));
    }
  }

  /** Change what the notebook says of itself as a module. */
  describe(change: Partial<IModuleFields>): void {
    const view = this.options.notebook.read();
    if (view) {
      const fields = { ...readModule(view.own), ...change };
      this.options.notebook.describe(writeModule(view.own, fields));
    }
  }

  goTo(at: number): void {
    this.options.notebook.goTo(at);
  }

  /** Open what students would get, beside the notebook. */
  async preview(): Promise<void> {
    const submission = this.submission();
    const path = this.view.value?.path;
    if (submission && path !== undefined) {
      await this.options.openBeside(path, await this.options.rest.preview(submission));
    }
  }

  /** The notebook as it is now, to be published. */
  manuscript(): IManuscript | null {
    const submission = this.submission();
    const { order } = readModule(this.view.value?.own);
    return submission && { submission, slug: this.slug, order };
  }

  /** The notebook as it is now, to be judged. */
  private submission(): ISubmission | null {
    const notebook = this.options.notebook.content();
    return notebook && { notebook, slug: this.fileSlug };
  }

  private get fileSlug(): string {
    return moduleNameOf(nameOf(this.view.value?.path ?? ''));
  }

  private onChecked(): void {
    this.view.set(this.read());
    const { list } = this.publishing;
    // The server is back: what could not be asked can be now.
    if (this.check.state.value.phase === 'done' && list.load.value.state === 'failed') {
      void list.refresh();
    }
  }

  /** The notebook with what the server has found in it. */
  private read(): INotebookView | null {
    const view = this.options.notebook.read();
    const found = this.check.state.value.result?.exercises ?? [];
    const foreign = new Map(
      found.filter(each => each.format !== OWN_FORMAT).map(each => [each.cell_id, each])
    );
    const know = (cell: IMarkedCell): IMarkedCell => {
      const exercise = foreign.get(cell.id);
      return exercise ? { ...cell, foreign: exercise } : cell;
    };
    return view && foreign.size > 0 ? { ...view, cells: view.cells.map(know) } : view;
  }

  /** Follow the notebook; the server is asked only while somebody looks. */
  look(): void {
    const { path } = this.view.value ?? {};
    this.view.set(this.read());
    const view = this.view.value;
    if (path !== view?.path) {
      this.publishing.outcome.set(null);
    }
    if (this.isAwake) {
      const hasNothing = view === null || this.isRelease;
      this.check.look(view?.path ?? '', hasNothing ? null : () => this.submission());
    }
  }

  private isAwake = false;
}

function nameOf(path: string): string {
  return path.replace(/^.*\//, '').replace(/\.ipynb$/i, '');
}
