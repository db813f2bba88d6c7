import type { ISession, TutorRest } from '../client/rest';
import { Store } from './store';

export interface IHistory {
  readonly query: string;
  readonly state: 'loading' | 'ready' | 'failed';
  readonly sessions: readonly ISession[];
  /** Where the next page starts, or null when there is none. */
  readonly cursor: string | null;
}

const NO_HISTORY: IHistory = {
  query: '',
  state: 'loading',
  sessions: [],
  cursor: null
};

const PAGE_SIZE = 50;

/** The list of stored conversations. */
export class History {
  readonly list = new Store<IHistory>(NO_HISTORY);

  constructor(
    private readonly rest: TutorRest,
    private readonly onFailure: (error: unknown) => void
  ) {}

  /** The conversations that contain `query`; all of them for an empty one. */
  async search(query: string): Promise<void> {
    this.list.set({ ...this.list.value, query, state: 'loading' });
    await this.fetch(query, null);
  }

  async more(): Promise<void> {
    const { query, cursor } = this.list.value;
    if (cursor) {
      await this.fetch(query, cursor);
    }
  }

  async rename(session: ISession, title: string): Promise<void> {
    try {
      await this.rest.rename(session.id, title);
      this.replace(s => (s.id === session.id ? [{ ...s, title }] : [s]));
    } catch (error) {
      this.onFailure(error);
    }
  }

  /** True when the conversation is gone. */
  async remove(session: ISession): Promise<boolean> {
    try {
      await this.rest.remove(session.id);
      this.replace(s => (s.id === session.id ? [] : [s]));
      return true;
    } catch (error) {
      this.onFailure(error);
      return false;
    }
  }

  private async fetch(query: string, cursor: string | null): Promise<void> {
    const turn = ++this.turn;
    try {
      const page = await this.rest.sessions({
        limit: PAGE_SIZE,
        ...(query && { query }),
        ...(cursor && { cursor })
      });
      // A slow answer to an earlier search must not replace that to a later one.
      if (turn === this.turn) {
        const before = cursor ? this.list.value.sessions : [];
        const sessions = [...before, ...page.sessions];
        this.list.set({
          query,
          state: 'ready',
          sessions,
          cursor: page.next_cursor
        });
      }
    } catch {
      if (turn === this.turn) {
        this.list.set({ ...this.list.value, state: 'failed' });
      }
    }
  }

  private replace(change: (session: ISession) => ISession[]): void {
    const { sessions, ...rest } = this.list.value;
    this.list.set({ ...rest, sessions: sessions.flatMap(change) });
  }

  private turn = 0;
}

export interface IGroup {
  /** Path of the notebook, or null for conversations without one. */
  readonly notebook: string | null;
  readonly sessions: readonly ISession[];
}

/** The conversations by notebook; the notebook used last comes first. */
export function byNotebook(sessions: readonly ISession[]): IGroup[] {
  const groups = new Map<string | null, ISession[]>();
  for (const session of sessions) {
    const group = groups.get(session.notebook_path) ?? [];
    group.push(session);
    groups.set(session.notebook_path, group);
  }
  return [...groups].map(([notebook, group]) => ({
    notebook,
    sessions: group
  }));
}
