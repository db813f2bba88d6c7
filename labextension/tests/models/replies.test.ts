import { type ConversationEvent, NEW_CONVERSATION, reduce } from '../../src/models/conversation';
import { effortSince, quickReplies } from '../../src/models/replies';
import { EXCERPT } from '../excerpts';
import { canned, done, start } from '../frames';

const ASKED: ConversationEvent = {
  type: 'asked',
  requestId: 'r1',
  text: 'Why?',
  context: { cell_id: 'c4', cell_code: 'totl', execution_count: 4 }
};
const TEXT: ConversationEvent = {
  type: 'text',
  requestId: 'r1',
  content: 'Look.'
};

const after = (...events: ConversationEvent[]) =>
  [ASKED, ...events].reduce(reduce, NEW_CONVERSATION);

describe('quickReplies', () => {
  it('offers nothing before the first answer and while one is being written', () => {
    expect(quickReplies(NEW_CONVERSATION, EXCERPT, false)).toEqual([]);
    expect(quickReplies(after(start('r1'), TEXT), EXCERPT, false)).toEqual([]);
  });

  it('asks for an attempt after a hint', () => {
    expect(quickReplies(after(start('r1'), TEXT, done('r1')), EXCERPT, false)[0]).toBe('tried');
  });

  it('offers to go on after an answer that was stopped', () => {
    const stopped = after(start('r1'), TEXT, done('r1', { state: 'stopped' }));
    expect(quickReplies(stopped, EXCERPT, false)).toContain('go-on');
  });

  it('offers nothing to climb for after the solution', () => {
    const solved = after(start('r1', { hint_level: 5 }), TEXT, done('r1', { hint_level: 5 }));
    expect(quickReplies(solved, EXCERPT, false)).not.toContain('stuck');
  });

  it('offers the error after a greeting, when there is one', () => {
    const greeted = after(canned('r1'), done('r1', { hint_level: null }));
    expect(quickReplies(greeted, EXCERPT, false)).toEqual(['explain-error']);
    expect(quickReplies(greeted, { ...EXCERPT, error: null }, false)).toEqual([]);
  });
});

describe('effortSince', () => {
  const asked = after(start('r1'), TEXT, done('r1'));

  it('sees that the cell was changed or run, and nothing else', () => {
    expect(effortSince(asked, EXCERPT)).toBe(false);
    expect(effortSince(asked, { ...EXCERPT, code: 'total' })).toBe(true);
    expect(effortSince(asked, { ...EXCERPT, executionCount: 5 })).toBe(true);
    expect(effortSince(asked, { ...EXCERPT, error: null, executionCount: null })).toBe(false);
  });

  it('does not take another cell for effort', () => {
    expect(effortSince(asked, { ...EXCERPT, cellId: 'c5', code: 'x' })).toBe(false);
  });
});
