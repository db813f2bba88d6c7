import { PromiseDelegate } from '@lumino/coreutils';
import { type ISignal, Signal } from '@lumino/signaling';
import {
  type ExportFormat,
  type IHealth,
  type ILevels,
  type IProblem,
  RestError,
  type TutorRest
} from '../client/rest';
import type { IChatSocket } from '../client/socket';
import type { INotebookExcerpt } from '../tokens/excerpt';
import { BudgetModel } from './budget';
import { allFields, type ChipKind, type ContextFields, keptFields } from './context';
import { Drafts, type IKeyValue } from './drafts';
import { Exchange, type Schedule } from './exchange';
import { History } from './history';
import { type ILine, Lines } from './lines';
import { DEFAULT_PREFERENCES, type IPreferences, kindsLeftOut } from './preferences';
import { type IReadable, Store } from './store';
import { type IThreadRoom, Thread } from './thread';

/** The notebook beside the panel. */
export interface INotebookSource {
  readonly path: string | null;
  readonly changed: ISignal<unknown, void>;
  read(): INotebookExcerpt | null;
}

/** Who answers; `unknown` until it was asked for, `missing` when the server has no tutor. */
export type Health = IHealth | 'unknown' | 'missing';

export type View = 'chat' | 'modules' | 'history' | 'privacy' | 'levels';

export interface ITutorOptions {
  /** A socket for the messages of a module, or for those that belong to none. */
  readonly socketOf: (module: string | null) => IChatSocket;
  readonly rest: TutorRest;
  readonly notebook: INotebookSource;
  /** Id of the module that the notebook is; null for other notebooks. */
  readonly module: IReadable<string | null>;
  readonly storage: IKeyValue;
  /** Keeps the drafts of several servers in one browser apart. */
  readonly storagePrefix: string;
  readonly schedule: Schedule;
  readonly now: () => number;
  readonly newId: () => string;
}

/** All that the panel shows and does. */
export class Tutor {
  readonly view = new Store<View>('chat');
  readonly health = new Store<Health>('unknown');
  readonly excerpt = new Store<INotebookExcerpt | null>(null);
  readonly preferences = new Store<IPreferences>(DEFAULT_PREFERENCES);
  /** The chips that were taken off. */
  readonly off = new Store<ReadonlySet<ChipKind>>(new Set());
  readonly thread: Store<Thread>;
  readonly history: History;
  readonly budget: BudgetModel;
  /** The connection that messages go over now. */
  readonly line: Store<ILine>;

  constructor(private readonly options: ITutorOptions) {
    const { rest, storage, storagePrefix, newId } = options;
    const onFailure = (error: unknown): void => this.fail(error);
    this.room = { rest, drafts: new Drafts(storage, storagePrefix), newId, onFailure };
    this.history = new History(rest, onFailure);
    this.budget = new BudgetModel(() => rest.usage());
    this.lines = new Lines(module => this.makeLine(module));
    this.line = new Store(this.lines.of(options.module.value));
    this.thread = new Store(this.threadOf(options.notebook.path ?? '', options.module.value));
    options.notebook.changed.connect(() => this.followNotebook());
    options.module.changed.connect(() => this.followNotebook());
  }

  /** Resolves when the panel is first seen: until then the server is asked nothing. */
  get seen(): Promise<void> {
    return this._seen.promise;
  }

  /** Emitted when something that the student did was refused or failed. */
  get failed(): ISignal<this, RestError> {
    return this._failed;
  }

  /** Emitted when the cursor is to go into the box. */
  get focusRequested(): ISignal<this, void> {
    return this._focusRequested;
  }

  /** The panel is seen: connect, and fetch what was said before. Nothing is asked. */
  wake(): void {
    if (!this.awake) {
      this.awake = true;
      this._seen.resolve();
      this.line.value.socket.connect();
      void this.refreshHealth();
      void this.budget.refresh();
    }
    this.followNotebook();
  }

  /** Bring the cursor into the box, which may have to be drawn first. */
  focusBox(): void {
    this.view.set('chat');
    this.focusIsDue = true;
    this._focusRequested.emit();
  }

  /** Whether the cursor is to go into the box now; true once for every request. */
  takeFocusRequest(): boolean {
    const isDue = this.focusIsDue;
    this.focusIsDue = false;
    return isDue;
  }

  /** What would go along with a message that is sent now. */
  context(): ContextFields {
    const excerpt = this.options.notebook.read();
    return excerpt ? keptFields(allFields(excerpt), this.off.value) : {};
  }

  send(): void {
    if (this.health.value !== 'missing') {
      this.thread.value.send({ context: this.context() });
    }
  }

  /** Ask `text` at once, whatever stands in the box; while an answer is being written it waits there. */
  ask(text: string): void {
    this.wake();
    this.view.set('chat');
    const thread = this.thread.value;
    if (thread.conversation.value.running || this.health.value === 'missing') {
      thread.write([thread.draft.value, text].filter(Boolean).join('\n'));
      this.focusBox();
    } else {
      thread.ask(text, { context: this.context() });
    }
  }

  toggleChip(kind: ChipKind): void {
    const off = new Set(this.off.value);
    if (!off.delete(kind)) {
      off.add(kind);
    }
    this.off.set(off);
  }

  setPreferences(preferences: IPreferences): void {
    this.preferences.set(preferences);
    this.off.set(kindsLeftOut(preferences));
  }

  async refreshHealth(): Promise<void> {
    try {
      this.health.set(await this.room.rest.health());
    } catch (error) {
      const missing = error instanceof RestError && error.status === 404;
      this.health.set(missing ? 'missing' : 'unknown');
    }
  }

  /** The student's problems, latest first; none when they cannot be fetched. */
  async problems(): Promise<IProblem[]> {
    return (await this.attempt(() => this.room.rest.problems())) ?? [];
  }

  levels(): Promise<ILevels | undefined> {
    return this.attempt(() => this.room.rest.levels());
  }

  /** True when the levels were stored. */
  async setLevels(levels: ILevels): Promise<boolean> {
    const stored = this.attempt(() => this.room.rest.setLevels(levels).then(() => true));
    return (await stored) ?? false;
  }

  export(sessionId: string, format: ExportFormat): Promise<Blob | undefined> {
    return this.attempt(() => this.room.rest.export(sessionId, format));
  }

  /** A stored conversation was deleted: do not go on with it. */
  forget(sessionId: string): void {
    for (const thread of this.threads.values()) {
      if (thread.conversation.value.sessionId === sessionId) {
        thread.startAnew();
      }
    }
  }

  dispose(): void {
    this.lines.dispose();
    Signal.clearData(this);
  }

  private followNotebook(): void {
    if (!this.awake) {
      return;
    }
    const excerpt = this.options.notebook.read();
    if (excerpt?.cellId !== this.excerpt.value?.cellId) {
      this.off.set(kindsLeftOut(this.preferences.value));
    }
    if (JSON.stringify(excerpt) !== JSON.stringify(this.excerpt.value)) {
      this.excerpt.set(excerpt);
    }
    const module = this.options.module.value;
    this.take(this.lines.of(module));
    this.thread.set(this.threadOf(this.options.notebook.path ?? '', module));
    if (this.thread.value.loading.value === 'no') {
      void this.thread.value.load();
    }
  }

  private take(line: ILine): void {
    if (line !== this.line.value) {
      this.line.set(line);
      line.socket.connect();
      this.lines.restAllBut(line);
    }
  }

  /** The server is back: fetch what could not be fetched without it. */
  private catchUp(): void {
    if (typeof this.health.value === 'string') {
      void this.refreshHealth();
    }
    if (this.thread.value.loading.value === 'failed') {
      void this.thread.value.load();
    }
  }

  private threadOf(notebook: string, module: string | null): Thread {
    const key = JSON.stringify([notebook, module]);
    const { exchange } = this.lines.of(module);
    const thread = this.threads.get(key) ?? new Thread(notebook, { ...this.room, exchange });
    this.threads.set(key, thread);
    return thread;
  }

  private makeLine(module: string | null): ILine {
    const { socketOf, schedule, now, newId } = this.options;
    const socket = socketOf(module);
    const exchange = new Exchange(socket, schedule, now, newId);
    exchange.unaddressed = {
      dispatch: event => this.thread.value.dispatch(event),
      reload: () => undefined
    };
    socket.linkChanged.connect((_, { state }) => state === 'open' && this.catchUp());
    this.budget.listen(socket);
    return { socket, exchange };
  }

  private async attempt<T>(task: () => Promise<T>): Promise<T | undefined> {
    try {
      return await task();
    } catch (error) {
      this.fail(error);
      return undefined;
    }
  }

  private fail(error: unknown): void {
    this._failed.emit(
      error instanceof RestError ? error : new RestError(String(error), 'UNKNOWN', 0)
    );
  }

  private readonly room: Omit<IThreadRoom, 'exchange'>;
  private readonly lines: Lines;
  private readonly threads = new Map<string, Thread>();
  private awake = false;
  private focusIsDue = false;
  private readonly _seen = new PromiseDelegate<void>();
  private _failed = new Signal<this, RestError>(this);
  private _focusRequested = new Signal<this, void>(this);
}
