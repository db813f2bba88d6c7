import { textOf } from '../../src/models/blocks';
import {
  type ConversationEvent,
  type IConversation,
  NEW_CONVERSATION,
  reduce
} from '../../src/models/conversation';
import type { Entry, IAnswer } from '../../src/models/entries';
import { canned, done, error, SESSION, start } from '../frames';

function after(...events: ConversationEvent[]): IConversation {
  return events.reduce(reduce, NEW_CONVERSATION);
}

const asked = (requestId: string): ConversationEvent => ({
  type: 'asked',
  requestId,
  text: 'Why?',
  context: { cell_id: 'c1', cell_code: 'x' }
});

const text = (requestId: string, content: string): ConversationEvent => ({
  type: 'text',
  requestId,
  content
});

const kinds = ({ entries }: IConversation): Entry['kind'][] => entries.map(e => e.kind);
const answerOf = ({ entries }: IConversation): IAnswer =>
  entries.find((e): e is IAnswer => e.kind === 'answer') as IAnswer;

describe('reduce', () => {
  it('leads a message from question to finished answer', () => {
    const end = after(
      asked('r1'),
      start('r1'),
      text('r1', 'Look. '),
      text('r1', 'Where?'),
      done('r1')
    );
    expect(kinds(end)).toEqual(['question', 'answer']);
    expect(answerOf(end)).toMatchObject({ state: 'complete', hintLevel: 1 });
    expect(textOf(answerOf(end).blocks)).toBe('Look. Where?');
    expect(end).toMatchObject({ sessionId: SESSION, running: null });
  });

  it('voids tokens seen before a new start', () => {
    const end = after(asked('r1'), start('r1'), text('r1', 'old'), start('r1'), text('r1', 'new'));
    expect(textOf(answerOf(end).blocks)).toBe('new');
  });

  it('takes the ladder and the problem from the start of an answer', () => {
    const end = after(
      asked('r1'),
      start('r1', { hint_level: 2, max_hint_level: 3, waiting: 'try' })
    );
    expect(end.standing).toEqual({ level: 2, maxLevel: 3, waiting: 'try' });
    expect(end.problem?.title).toBe('Mean of a list');
  });

  it('keeps the title of a problem that a restarted server has only the id of', () => {
    const again = start('r1', { problem: { id: 'p1', title: '' } });
    expect(after(asked('r1'), start('r1'), again).problem?.title).toBe('Mean of a list');
  });

  it('shows a canned reply without touching the ladder', () => {
    const end = after(asked('r1'), canned('r1'), done('r1', { hint_level: null }));
    expect(answerOf(end)).toMatchObject({
      filter: 'greeting',
      hintLevel: null,
      state: 'complete'
    });
    expect(end.standing.level).toBe(0);
  });

  // req: C7
  it('keeps a refused question, without the empty answer, and says when to try again', () => {
    const refusal = {
      ...error('r1', 'RATE_LIMITED', { retry_after: 23 }),
      at: 1000,
      id: 'n1'
    };
    const end = after(asked('r1'), refusal);
    expect(kinds(end)).toEqual(['question', 'note']);
    expect(end.entries[0]).toMatchObject({ state: 'failed', text: 'Why?' });
    expect(end.entries[1]).toMatchObject({ tone: 'problem', until: 24_000 });
    expect(end.running).toBeNull();
    expect(kinds(reduce(end, { type: 'dismissed', id: 'n1' }))).toEqual(['question']);
  });

  it('keeps what was written before an answer broke off', () => {
    const failure = { ...error('r1', 'LLM_UNAVAILABLE'), at: 0, id: 'n1' };
    const end = after(asked('r1'), start('r1'), text('r1', 'Half'), failure);
    expect(answerOf(end)).toMatchObject({ state: 'interrupted' });
    expect(textOf(answerOf(end).blocks)).toBe('Half');
  });

  it('begins a new conversation after one that is not there any more', () => {
    const gone = { ...error('r2', 'NOT_FOUND'), at: 0, id: 'n1' };
    expect(after(asked('r1'), start('r1'), done('r1'), asked('r2'), gone).sessionId).toBeNull();
  });

  it('takes notes away when the next question is asked', () => {
    const notice = {
      type: 'notice',
      request_id: null,
      code: 'X',
      message: 'Hm',
      id: 'n1'
    } as const;
    expect(kinds(after(notice, asked('r1')))).toEqual(['question', 'answer']);
  });

  it('removes a question that was taken back', () => {
    const end = after(asked('r1'), { type: 'withdrawn', requestId: 'r1' });
    expect(end.entries).toEqual([]);
    expect(end.running).toBeNull();
  });
});
