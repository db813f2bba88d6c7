import type { ISession, ISessionQuery, TutorRest } from '../../src/client/rest';
import { byNotebook, History } from '../../src/models/history';

const session = (id: string, notebook_path: string | null): ISession =>
  ({ id, notebook_path, title: null, preview: id }) as ISession;

describe('History', () => {
  it('shows the answer to the last search, whichever arrives last', async () => {
    const answers = new Map<string, (sessions: ISession[]) => void>();
    const rest = {
      sessions: ({ query = '' }: ISessionQuery) =>
        new Promise(resolve =>
          answers.set(query, sessions => resolve({ sessions, next_cursor: null }))
        )
    } as unknown as TutorRest;
    const history = new History(rest, () => undefined);
    const first = history.search('a');
    const second = history.search('ab');
    answers.get('ab')?.([session('s2', null)]);
    await second;
    answers.get('a')?.([session('s1', null)]);
    await first;
    expect(history.list.value).toMatchObject({ query: 'ab', state: 'ready' });
    expect(history.list.value.sessions.map(s => s.id)).toEqual(['s2']);
  });

  it('adds older pages below, and keeps the list when one cannot be renamed', async () => {
    const failures: unknown[] = [];
    const rest = {
      sessions: ({ cursor }: ISessionQuery) =>
        Promise.resolve(
          cursor
            ? { sessions: [session('s2', null)], next_cursor: null }
            : { sessions: [session('s1', null)], next_cursor: 'c' }
        ),
      rename: () => Promise.reject(new Error('no'))
    } as unknown as TutorRest;
    const history = new History(rest, failure => failures.push(failure));
    await history.search('');
    await history.more();
    await history.rename(history.list.value.sessions[0], 'New');
    expect(history.list.value.sessions.map(s => s.title ?? s.id)).toEqual(['s1', 's2']);
    expect(failures).toHaveLength(1);
  });

  it('says when the list could not be fetched', async () => {
    const rest = {
      sessions: () => Promise.reject(new Error('no'))
    } as unknown as TutorRest;
    const history = new History(rest, () => undefined);
    await history.search('');
    expect(history.list.value.state).toBe('failed');
  });
});

describe('byNotebook', () => {
  it('groups conversations and keeps the order in which they came', () => {
    const groups = byNotebook([session('1', 'b'), session('2', 'a'), session('3', 'b')]);
    expect(groups.map(g => [g.notebook, g.sessions.map(s => s.id)])).toEqual([
      ['b', ['1', '3']],
      ['a', ['2']]
    ]);
  });
});
