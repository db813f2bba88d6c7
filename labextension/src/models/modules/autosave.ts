import type { INotebookContent } from '@jupyterlab/nbformat';
import { RestError } from '../../client/api';
import type { IProgress, IProgressChange } from '../../client/module_types';
import { newerProgress } from '../../client/modules';
import { type IPacked, pack, packNow, sizeOf } from '../../client/packing';
import { Store } from '../store';
import { asRestError } from '../usage/loader';

/** How safe the student's work is. */
export type SaveState = 'saved' | 'unsaved' | 'saving' | 'offline' | 'conflict' | 'refused';

export interface ISaveStatus {
  readonly state: SaveState;
  /** When the server last took a state, in milliseconds since 1970; null before. */
  readonly at: number | null;
  /** Why the server refused, in its words. */
  readonly reason: string;
}

export interface IAutosaveOptions {
  /** What there is to be kept now; null while it must not be. */
  readonly snapshot: () => IProgressChange | null;
  readonly send: (change: IPacked, lasting: boolean) => Promise<IProgress>;
  /** The server has taken a state. */
  readonly onSaved: (progress: IProgress, notebook: INotebookContent) => void;
  /** The server has a newer one. */
  readonly onConflict: (error: unknown) => void;
  readonly now: () => number;
}

/** Milliseconds. A run is kept at once, writing after a minute. */
export const AFTER_RUN = 500;
export const WHEN_DIRTY = 60_000;
/** A body that does not fit into a request that outlives its page is sent as soon as the student pauses. */
export const WHEN_LARGE = 5_000;
/** So long after the last change the body for a page that goes is made ready. */
const READY_AFTER = 1_500;
/** What browsers let outlive a page, 64 KB, less some room for other requests. */
export const LASTING_BYTES = 60_000;
const RETRY_AFTER = [5_000, 10_000, 20_000, 40_000, 60_000];

/** Keeps a notebook on the server: one request at a time, never nothing for longer than a minute. */
export class Autosave {
  readonly status = new Store<ISaveStatus>({ state: 'saved', at: null, reason: '' });

  constructor(private readonly options: IAutosaveOptions) {
    window.addEventListener('online', this.onOnline);
    window.addEventListener('pagehide', this.onHide);
    document.addEventListener('visibilitychange', this.onVisibility);
  }

  /** Whether the server has, or is just getting, everything that this knows of. */
  get isClean(): boolean {
    return !this.isDirty;
  }

  /** Whether nothing is on its way to the server either. */
  isAtRest(): boolean {
    return !this.isDirty && this.status.value.state !== 'saving';
  }

  /** The notebook has changed. */
  changed(): void {
    this.ready = null;
    if (this.status.value.state === 'conflict') {
      this.isDirty = true;
      return;
    }
    if (!this.isDirty) {
      this.isDirty = true;
      this.dueIn(WHEN_DIRTY);
    }
    if (this.status.value.state === 'saved' || this.status.value.state === 'refused') {
      this.show('unsaved');
    }
    window.clearTimeout(this.readyTimer);
    this.readyTimer = window.setTimeout(() => void this.prepare(), READY_AFTER);
  }

  /** A cell was run. */
  ran(): void {
    this.changed();
    if (this.status.value.state !== 'conflict') {
      this.dueIn(AFTER_RUN);
    }
  }

  /** Keep it now, and whatever changes meanwhile; resolves when nothing is left to do. */
  async flush(): Promise<void> {
    window.clearTimeout(this.dueTimer);
    await (this.saving ?? this.alone(this.saveAll()));
  }

  /** The page may go: send what is ready in a request that outlives it. */
  hide(): void {
    const change = this.isDirty && !this.saving ? this.options.snapshot() : null;
    if (!change || this.status.value.state === 'conflict') {
      return;
    }
    const body = this.ready ?? packNow(change);
    if (sizeOf(body) <= LASTING_BYTES) {
      void this.alone(
        this.save(change, body, true).then(taken => (taken ? this.saveAll() : undefined))
      );
    } else {
      void this.flush();
    }
  }

  /** The server has another state, and nothing is sent until the student has chosen. */
  contest(): void {
    this.show('conflict');
  }

  /** The student has chosen between two states: go on from there. */
  resume(): void {
    this.isDirty = false;
    this.ready = null;
    window.clearTimeout(this.dueTimer);
    this.show('saved', { at: this.options.now() });
  }

  /** What the server has is what the notebook says. */
  agreed(at: number | null): void {
    this.status.set({ state: this.isDirty ? 'unsaved' : 'saved', at, reason: '' });
  }

  dispose(): void {
    window.removeEventListener('online', this.onOnline);
    window.removeEventListener('pagehide', this.onHide);
    document.removeEventListener('visibilitychange', this.onVisibility);
    window.clearTimeout(this.dueTimer);
    window.clearTimeout(this.readyTimer);
  }

  /** Let nothing else be sent before this has come to its end: each state is based on the one before. */
  private alone(task: Promise<void>): Promise<void> {
    this.saving = task.finally(() => {
      this.saving = null;
    });
    return this.saving;
  }

  private async saveAll(): Promise<void> {
    while (this.isDirty) {
      const change = this.options.snapshot();
      if (!change || !(await this.save(change, await pack(change), false))) {
        return;
      }
    }
  }

  /** Send one state; true when the server has it. */
  private async save(change: IProgressChange, body: IPacked, lasting: boolean): Promise<boolean> {
    this.isDirty = false;
    this.show('saving');
    try {
      const progress = await this.options.send(body, lasting);
      this.failures = 0;
      this.options.onSaved(progress, change.notebook_state);
      this.show(this.hasChanged() ? 'unsaved' : 'saved', { at: this.options.now() });
      return true;
    } catch (error) {
      this.isDirty = true;
      this.onFailure(error);
      return false;
    }
  }

  private onFailure(error: unknown): void {
    const failure = asRestError(error);
    if (failure.status === 409 && newerProgress(error)) {
      this.show('conflict');
      this.options.onConflict(error);
    } else if (isPassing(failure)) {
      this.show('offline');
      this.dueIn(RETRY_AFTER[Math.min(this.failures, RETRY_AFTER.length - 1)]);
      this.failures += 1;
    } else {
      // Sent again when the notebook is another one.
      this.isDirty = false;
      this.show('refused', { reason: failure.message });
    }
  }

  /** Make the body ready that goes out when the page goes. */
  private async prepare(): Promise<void> {
    const change = this.options.snapshot();
    if (!this.isDirty || !change) {
      return;
    }
    const body = await pack(change);
    if (!this.hasChanged()) {
      return;
    }
    if (sizeOf(body) <= LASTING_BYTES) {
      this.ready = body;
    } else if (this.status.value.state !== 'offline') {
      this.dueIn(WHEN_LARGE - READY_AFTER);
    }
  }

  /** Asked anew after everything that takes time: the student goes on meanwhile. */
  private hasChanged(): boolean {
    return this.isDirty;
  }

  private dueIn(ms: number): void {
    window.clearTimeout(this.dueTimer);
    this.dueTimer = window.setTimeout(() => void this.flush(), ms);
  }

  private show(state: SaveState, more: Partial<ISaveStatus> = {}): void {
    this.status.set({ ...this.status.value, reason: '', ...more, state });
  }

  private readonly onHide = (): void => this.hide();

  private readonly onVisibility = (): void => {
    if (document.visibilityState === 'hidden') {
      this.hide();
    }
  };

  private readonly onOnline = (): void => {
    if (this.status.value.state === 'offline') {
      void this.flush();
    }
  };

  private isDirty = false;
  private ready: IPacked | null = null;
  private saving: Promise<void> | null = null;
  private failures = 0;
  private dueTimer = 0;
  private readyTimer = 0;
}

/** Whether the same request may well be taken later. */
function isPassing({ status }: RestError): boolean {
  return status === 0 || status === 429 || status >= 500;
}
