import type { IStoredMessage } from '../../src/client/rest';
import { textOf } from '../../src/models/blocks';
import type { IConversation } from '../../src/models/conversation';
import type { Entry, IAnswer } from '../../src/models/entries';
import { restore } from '../../src/models/restore';
import { SESSION } from '../frames';

const kinds = ({ entries }: IConversation): Entry['kind'][] => entries.map(e => e.kind);
const answerOf = ({ entries }: IConversation): IAnswer =>
  entries.find((e): e is IAnswer => e.kind === 'answer') as IAnswer;

describe('restore', () => {
  const stored = (more: Partial<IStoredMessage>): IStoredMessage => ({
    id: 'm',
    session_id: SESSION,
    request_id: 'r1',
    role: 'tutor',
    text: 'Look.',
    created_at: '2026-11-01T00:00:00Z',
    state: 'interrupted',
    filter: null,
    hint_level: 2,
    problem_id: 'p1',
    provider: 'coach',
    model: 'rules',
    cost_usd: null,
    rating: null,
    notebook: null,
    ...more
  });
  const problem = {
    id: 'p1',
    title: 'Mean',
    hint_level: 2,
    max_hint_level: 4,
    exercise_id: null,
    notebook_path: null,
    cell_id: null,
    touched_at: ''
  };

  it('brings back messages, problem and ladder', () => {
    const question = stored({
      role: 'student',
      text: 'Why?',
      state: null,
      hint_level: null,
      notebook: { cell_id: 'c1', cell_code: 'x' }
    });
    const back = restore(SESSION, [question, stored({})], [], [problem]);
    expect(kinds(back)).toEqual(['question', 'answer']);
    expect(back.standing).toEqual({ level: 2, maxLevel: 4, waiting: null });
    expect(back.problem?.title).toBe('Mean');
    expect(back.lastContext).toEqual({ cell_id: 'c1', cell_code: 'x' });
  });

  it('begins an answer that is still being written anew, so that nothing is doubled', () => {
    const back = restore(SESSION, [stored({})], ['r1'], []);
    expect(back.running).toBe('r1');
    expect(answerOf(back)).toMatchObject({ state: 'thinking' });
    expect(textOf(answerOf(back).blocks)).toBe('');
  });
});
