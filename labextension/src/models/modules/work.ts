import type { INotebookContent } from '@jupyterlab/nbformat';
import { RestError } from '../../client/api';
import type {
  IExerciseProgress,
  IModule,
  IProgressChange,
  IStoredProgress
} from '../../client/module_types';
import { type ModulesRest, newerProgress } from '../../client/modules';
import type { IModuleNotebook } from '../../notebook/module_notebook';
import type { IWorkspace } from '../../notebook/workspace';
import { Store } from '../store';
import { Loader } from '../usage/loader';
import { Autosave } from './autosave';
import { Checks } from './checks';
import { asCopy, fingerprint, laidDown } from './content';
import type { ModuleMemory } from './memory';
import { layDown } from './placement';
import { reconcile } from './reconcile';
import { trimmed } from './trimming';

/** Another state of the notebook than the one that is open. Both are kept; the student chooses. */
export interface IConflict {
  readonly mine: INotebookContent;
  readonly other: INotebookContent;
  /** The version of the other one. */
  readonly version: number;
  /** When the other one was kept, or null. */
  readonly savedAt: string | null;
}

export interface IWorkTools {
  readonly rest: ModulesRest;
  readonly workspace: IWorkspace;
  readonly memory: ModuleMemory;
  readonly now: () => number;
  readonly nameOfCheck: (number: number) => string;
  /** Something about the module has changed that its row in the list shows. */
  readonly onChange: () => void;
}

/** A module's notebook that is open: its exercises, their checks, and where it is kept. */
export class ModuleWork {
  readonly module: Loader<IModule>;
  readonly conflict = new Store<IConflict | null>(null);
  readonly autosave: Autosave;
  readonly checks: Checks;

  constructor(
    readonly id: string,
    readonly notebook: IModuleNotebook,
    private readonly tools: IWorkTools
  ) {
    this.module = new Loader(() => tools.rest.module(id));
    this.autosave = new Autosave({
      snapshot: () => this.snapshot(),
      send: (change, lasting) => tools.rest.save(id, change, lasting),
      onSaved: (progress, kept) => this.onSaved(progress.version, kept),
      onConflict: error => this.onConflict(newerProgress(error)),
      now: tools.now
    });
    this.checks = new Checks({
      kernel: notebook.kernel,
      exercises: () => notebook.exercises(),
      report: (exercise, passed, checks) => tools.rest.report(id, exercise, passed, checks),
      onReported: exercise => this.onReported(exercise),
      nameOf: tools.nameOfCheck
    });
    notebook.changed.connect(this.onChange);
    notebook.ran.connect(this.onRun);
    notebook.stored.connect(this.onStored);
  }

  /** Fetch what the server knows, and settle whether the notebook or the state that is kept goes on. */
  async open(): Promise<void> {
    await Promise.all([this.module.refresh(), this.meet()]);
  }

  /** The release that the notebook is of is not the newest. */
  get isOutdated(): boolean {
    const { release } = this.notebook.tag;
    const newest = this.module.load.value.value?.version;
    return newest !== undefined && release < newest;
  }

  /** Run what stands above an exercise, as after a restart of the kernel, and then check it. */
  async checkFromTop(exercise: string): Promise<void> {
    await this.notebook.runAbove(exercise);
    await this.checks.check(exercise);
  }

  /** The student may have gone on since the versions parted: what is compared is what is there now. */
  lookAgain(): void {
    const conflict = this.conflict.value;
    if (conflict) {
      this.conflict.set({ ...conflict, mine: this.notebook.read() });
    }
  }

  /** Keep the open notebook; the other state stays among the earlier ones. */
  async keepMine(): Promise<void> {
    const conflict = this.conflict.value;
    if (conflict) {
      this.version = conflict.version;
      await this.notebook.replace(this.notebook.read());
      this.settled();
      this.autosave.changed();
      await this.autosave.flush();
    }
  }

  /** Go on with the other state; the open notebook is kept as a copy beside it. Returned is where. */
  async takeOther(nameOfCopy: (stem: string) => string): Promise<string | null> {
    const conflict = this.conflict.value;
    if (!conflict) {
      return null;
    }
    const copy = await this.copy(this.notebook.read(), nameOfCopy);
    await this.adopt(conflict.other, conflict.version);
    return copy;
  }

  /** Write the other state beside the open notebook. Returned is where. */
  async copyOther(nameOfCopy: (stem: string) => string): Promise<string | null> {
    const conflict = this.conflict.value;
    return conflict ? this.copy(conflict.other, nameOfCopy) : null;
  }

  /** Go over to the newest release with the work done so far; the old notebook is kept as a copy. */
  async moveOver(nameOfCopy: (stem: string) => string): Promise<string> {
    // The server carries over what it has: first it must have everything.
    this.autosave.changed();
    await this.autosave.flush();
    if (this.autosave.status.value.state !== 'saved') {
      throw new RestError('', 'UNREACHABLE', 0);
    }
    const { notebook } = await this.tools.rest.release(this.id, true);
    const copy = await this.copy(this.notebook.read(), nameOfCopy);
    await this.notebook.replace(laidDown(notebook, this.id));
    this.autosave.changed();
    await this.autosave.flush();
    await this.module.refresh();
    this.tools.onChange();
    return copy;
  }

  dispose(): void {
    this.autosave.hide();
    this.autosave.dispose();
  }

  /** Compare the notebook with what the server has, and take what is newer. */
  private async meet(): Promise<void> {
    let progress: IStoredProgress;
    try {
      progress = await this.tools.rest.progress(this.id);
    } catch {
      // Without the server nothing is overwritten: the first thing that is kept decides.
      this.version = this.remembered?.version ?? null;
      this.hasMet = true;
      return;
    }
    const { notebook_state: state, version, updated_at: savedAt } = progress;
    this.version = version;
    this.hasMet = true;
    const file = fingerprint(this.notebook.read());
    const verdict = reconcile({
      file,
      laidDown: this.notebook.tag.taken?.whole ?? '',
      state: state && version !== null ? { version, fingerprint: fingerprint(state) } : null,
      remembered: this.remembered
    });
    const at = savedAt === null ? null : Date.parse(savedAt);
    if (verdict === 'state' && state && version !== null) {
      await this.adopt(state, version);
      this.autosave.agreed(at);
    } else if (verdict === 'ask' && state && version !== null) {
      this.autosave.contest();
      this.conflict.set({ mine: this.notebook.read(), other: state, version, savedAt });
    } else if (verdict === 'either') {
      this.note({ version, state: file, latest: 'state' });
      this.autosave.agreed(at);
    } else {
      this.autosave.changed();
      await this.autosave.flush();
    }
  }

  private async adopt(state: INotebookContent, version: number): Promise<void> {
    this.version = version;
    await this.notebook.replace(state);
    const print = fingerprint(state);
    this.note({ version, state: print, disk: print, latest: 'disk' });
    this.settled();
  }

  private settled(): void {
    this.conflict.set(null);
    this.autosave.resume();
  }

  private async copy(
    content: INotebookContent,
    nameOfCopy: (stem: string) => string
  ): Promise<string> {
    const { path } = this.notebook;
    const at = path.lastIndexOf('/');
    const stem = path.slice(at + 1).replace(/\.ipynb$/, '');
    const folder = at < 0 ? '' : path.slice(0, at);
    // A copy is a notebook like any other: it is not kept, and not taken for the module.
    return layDown(this.tools.workspace, folder, `${nameOfCopy(stem)}.ipynb`, asCopy(content));
  }

  private snapshot(): IProgressChange | null {
    if (!this.hasMet || this.conflict.value) {
      return null;
    }
    return {
      notebook_state: trimmed(this.notebook.read()),
      version: this.version,
      module_version: this.notebook.tag.release
    };
  }

  private onSaved(version: number | null, kept: INotebookContent): void {
    this.version = version;
    this.note({ version, state: fingerprint(kept), latest: 'state' });
    if (this.module.load.value.value?.status === 'not_started') {
      void this.module.refresh();
      this.tools.onChange();
    }
  }

  private onConflict(newer: IStoredProgress | null): void {
    const mine = this.notebook.read();
    const other = newer?.notebook_state ?? null;
    if (newer?.version && other && fingerprint(other) !== fingerprint(mine)) {
      this.conflict.set({ mine, other, version: newer.version, savedAt: newer.updated_at });
      return;
    }
    // The server has just this, as when only its answer was lost: there is nothing to choose.
    this.version = newer?.version ?? null;
    this.autosave.resume();
    this.autosave.changed();
  }

  private onReported(exercise: IExerciseProgress): void {
    const module = this.module.load.value.value;
    if (module) {
      const exercises = module.exercises.map(each =>
        each.id === exercise.id ? { ...each, ...exercise } : each
      );
      const done = exercises.filter(each => each.status === 'done').length;
      this.module.take({ ...module, exercises, done });
    }
    // What was checked is what the student would miss most.
    this.autosave.ran();
    this.tools.onChange();
  }

  private note(change: Parameters<ModuleMemory['note']>[2]): void {
    this.keptPrint = change.state ?? this.keptPrint;
    this.tools.memory.note(this.id, this.notebook.path, change);
  }

  private get remembered(): ReturnType<ModuleMemory['read']> {
    const known = this.tools.memory.read(this.id);
    return known?.path === this.notebook.path ? known : null;
  }

  private readonly onChange = (): void => {
    // A kernel that starts writes its name into the notebook: that is no work of the student's.
    const isNothing = this.autosave.isClean && fingerprint(this.notebook.read()) === this.keptPrint;
    if (this.hasMet && !isNothing) {
      this.autosave.changed();
    }
  };

  private readonly onRun = (): void => this.autosave.ran();

  private readonly onStored = (): void =>
    this.note({ disk: fingerprint(this.notebook.read()), latest: 'disk' });

  private version: number | null = null;
  /** Fingerprint of what the server has. */
  private keptPrint = '';
  private hasMet = false;
}
