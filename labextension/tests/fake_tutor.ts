import { Signal } from '@lumino/signaling';
import {
  type IHealth,
  type IMessagePage,
  type ISession,
  type IUsage,
  RestError,
  type TutorRest
} from '../src/client/rest';
import { Store } from '../src/models/store';
import { type INotebookSource, Tutor } from '../src/models/tutor';
import type { INotebookExcerpt } from '../src/tokens/excerpt';
import { EXCERPT } from './excerpts';
import { FakeSocket } from './fake_socket';
import { SESSION } from './frames';

/** The notebook beside the panel, as the test wants it. */
export class FakeNotebook implements INotebookSource {
  excerpt: INotebookExcerpt | null = EXCERPT;
  readonly changed = new Signal<this, void>(this);

  get path(): string | null {
    return this.excerpt?.path ?? null;
  }

  read(): INotebookExcerpt | null {
    return this.excerpt;
  }

  become(excerpt: INotebookExcerpt | null): void {
    this.excerpt = excerpt;
    this.changed.emit();
  }
}

/** The server's REST part, with one conversation about week1.ipynb when a test puts it there. */
export class FakeRest {
  stored: IMessagePage | null = null;
  failing = false;
  readonly rated: [string, number][] = [];

  async health(): Promise<IHealth> {
    return this.answer({
      status: 'ok',
      provider: 'coach',
      model: '',
      offline: true,
      fallbacks: []
    });
  }

  async sessions(): Promise<{ sessions: ISession[]; next_cursor: null }> {
    const session = { id: SESSION, notebook_path: 'week1.ipynb' } as ISession;
    return this.answer({
      sessions: this.stored ? [session] : [],
      next_cursor: null
    });
  }

  async messages(): Promise<IMessagePage> {
    return this.answer(this.stored ?? { messages: [], running: [] });
  }

  async problems(): Promise<[]> {
    return this.answer([]);
  }

  spent: IUsage = { today: null, session: null };

  async usage(): Promise<IUsage> {
    return this.answer(this.spent);
  }

  async rate(id: string, rating: number): Promise<void> {
    this.rated.push([id, rating]);
    return this.answer(undefined);
  }

  private answer<T>(value: T): Promise<T> {
    return this.failing
      ? Promise.reject(new RestError('Down', 'DB_UNAVAILABLE', 503))
      : Promise.resolve(value);
  }
}

/** A tutor among fakes. Several made in one world share the browser's storage, as after a reload. */
export class World {
  readonly socket = new FakeSocket();
  /** The other end of the messages about whatever module. */
  readonly moduleSocket = new FakeSocket();
  readonly module = new Store<string | null>(null);
  readonly rest = new FakeRest();
  readonly notebook = new FakeNotebook();
  private readonly kept = new Map<string, string>();
  private ids = 0;

  makeTutor(): Tutor {
    return new Tutor({
      socketOf: module => (module === null ? this.socket : this.moduleSocket),
      module: this.module,
      rest: this.rest as unknown as TutorRest,
      notebook: this.notebook,
      storage: {
        getItem: key => this.kept.get(key) ?? null,
        setItem: (key, value) => void this.kept.set(key, value),
        removeItem: key => void this.kept.delete(key)
      },
      storagePrefix: 't',
      schedule: task => task(),
      now: () => Date.now(),
      newId: () => `r${++this.ids}`
    });
  }
}

/** Let everything that was fetched arrive. */
export const settle = (): Promise<void> => new Promise(resolve => setTimeout(resolve, 0));
