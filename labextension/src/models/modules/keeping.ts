import type { INotebookContent } from '@jupyterlab/nbformat';
import type { IProgressChange, IStoredProgress } from '../../client/module_types';
import { type ModulesRest, newerProgress } from '../../client/modules';
import type { IModuleNotebook } from '../../notebook/module_notebook';
import type { IWorkspace } from '../../notebook/workspace';
import { Store } from '../store';
import { Autosave } from './autosave';
import { fingerprint } from './content';
import type { IRemembered, ModuleMemory } from './memory';
import { copyBeside, type NameOfCopy } from './placement';
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

export interface IKeepingTools {
  readonly rest: ModulesRest;
  readonly workspace: IWorkspace;
  readonly memory: ModuleMemory;
  readonly now: () => number;
}

/** Keeps the notebook of a module on the server, and what the server has in the notebook. */
export class Keeping {
  readonly conflict = new Store<IConflict | null>(null);
  readonly autosave: Autosave;

  /** `onSaved` is told whenever the server has taken a state. */
  constructor(
    private readonly id: string,
    private readonly notebook: IModuleNotebook,
    private readonly tools: IKeepingTools,
    private readonly onSaved: () => void
  ) {
    this.autosave = new Autosave({
      snapshot: () => this.snapshot(),
      send: (change, lasting) => tools.rest.save(id, change, lasting),
      onSaved: (progress, kept) => this.onTaken(progress.version, kept),
      onConflict: error => this.onConflict(newerProgress(error)),
      now: tools.now
    });
    notebook.changed.connect(this.onChange);
    notebook.ran.connect(this.onRun);
    notebook.stored.connect(this.onStored);
  }

  /** Compare the notebook with what the server has, and take what is newer. */
  async meet(): Promise<void> {
    const progress = await this.tools.rest.progress(this.id).catch(() => null);
    this.hasMet = true;
    if (progress) {
      await this.settle(progress);
    } else {
      // Without the server nothing is overwritten: the first thing that is kept decides.
      this.version = this.remembered?.version ?? null;
    }
  }

  /** The student comes back to the notebook: take what was saved elsewhere, unless there is something to lose. */
  async comeBack(): Promise<void> {
    if (!this.hasMet || !this.autosave.isAtRest() || this.conflict.value) {
      return;
    }
    const { version, notebook_state: state } = await this.tools.rest.progress(this.id);
    const isUntouched = fingerprint(this.notebook.read()) === this.keptPrint;
    const isNewer = version !== null && version !== this.version;
    if (state && isNewer && isUntouched && this.autosave.isAtRest()) {
      await this.adopt(state, version);
    }
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
      this.goOn();
      this.autosave.changed();
      await this.autosave.flush();
    }
  }

  /** Go on with the other state; the open notebook is kept as a copy beside it. Returned is where. */
  async takeOther(nameOfCopy: NameOfCopy): Promise<string | null> {
    const conflict = this.conflict.value;
    if (!conflict) {
      return null;
    }
    const copy = await this.copy(this.notebook.read(), nameOfCopy);
    await this.adopt(conflict.other, conflict.version);
    return copy;
  }

  /** Write the other state beside the open notebook. Returned is where. */
  async copyOther(nameOfCopy: NameOfCopy): Promise<string | null> {
    const conflict = this.conflict.value;
    return conflict ? this.copy(conflict.other, nameOfCopy) : null;
  }

  /** Send whatever is there; true when the server has it. */
  async flush(): Promise<boolean> {
    this.autosave.changed();
    await this.autosave.flush();
    return this.autosave.status.value.state === 'saved';
  }

  dispose(): void {
    this.autosave.hide();
    this.autosave.dispose();
  }

  private async settle(progress: IStoredProgress): Promise<void> {
    const { notebook_state: state, version, updated_at: savedAt } = progress;
    this.version = version;
    const file = fingerprint(this.notebook.read());
    const verdict = reconcile({
      file,
      laidDown: this.notebook.tag.taken?.whole ?? '',
      state: state && version !== null ? { version, fingerprint: fingerprint(state) } : null,
      remembered: this.remembered
    });
    const at = savedAt === null ? null : Date.parse(savedAt);
    // What was opened is what is on disk.
    this.note({ disk: file });
    if (verdict === 'state' && state && version !== null) {
      await this.adopt(state, version);
      this.autosave.agreed(at);
    } else if (verdict === 'ask' && state && version !== null) {
      this.autosave.contest();
      this.conflict.set({ mine: this.notebook.read(), other: state, version, savedAt });
    } else if (verdict === 'either') {
      this.note({ version, state: file, disk: file, latest: 'state' });
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
    this.goOn();
  }

  private goOn(): void {
    this.conflict.set(null);
    this.autosave.resume();
  }

  private copy(content: INotebookContent, nameOfCopy: NameOfCopy): Promise<string> {
    return copyBeside(this.tools.workspace, this.notebook.path, content, nameOfCopy);
  }

  private snapshot(): IProgressChange | null {
    if (!this.hasMet || this.conflict.value) {
      return null;
    }
    const notebook = trimmed(this.notebook.read());
    this.own.add(fingerprint(notebook));
    return {
      notebook_state: notebook,
      version: this.version,
      module_version: this.notebook.tag.release
    };
  }

  private onTaken(version: number | null, kept: INotebookContent): void {
    this.version = version;
    this.note({ version, state: fingerprint(kept), latest: 'state' });
    void this.notebook.store();
    this.onSaved();
  }

  private onConflict(newer: IStoredProgress | null): void {
    const mine = this.notebook.read();
    const other = newer?.notebook_state ?? null;
    const isOwn = other !== null && this.own.has(fingerprint(other));
    if (newer?.version && other && !isOwn) {
      this.conflict.set({ mine, other, version: newer.version, savedAt: newer.updated_at });
      return;
    }
    // The server has what was sent from here, and only its answer was lost: there is nothing to choose.
    this.version = newer?.version ?? null;
    this.autosave.resume();
    this.autosave.changed();
  }

  private note(change: Partial<IRemembered>): void {
    this.keptPrint = change.state ?? this.keptPrint;
    this.tools.memory.note(this.id, this.notebook.path, change);
  }

  private get remembered(): IRemembered | null {
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
  /** Fingerprints of what was sent, or made ready to be. */
  private readonly own = new Set<string>();
  /** Fingerprint of what the server has. */
  private keptPrint = '';
  private hasMet = false;
}
