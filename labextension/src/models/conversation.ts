import type {
  BudgetWarningFrame,
  CannedFrame,
  DoneFrame,
  ErrorFrame,
  NoticeFrame,
  StartFrame
} from '../client/frames';
import type { IProblem, Rating } from '../client/rest';
import { blocksOf, extendBlocks, finishBlocks, NO_BLOCKS, textOf } from './blocks';
import type { ContextFields } from './context';
import { type Entry, type IAnswer, type INote, type IQuestion, isRunning } from './entries';
import { FOOT_OF_THE_LADDER, type IStanding } from './ladder';

/** The problem the tutor believes the student works on. */
export interface IProblemRef {
  readonly id: string;
  readonly title: string;
}

/** A conversation as the panel shows it. */
export interface IConversation {
  /** Null until the server has stored its first question. */
  readonly sessionId: string | null;
  readonly entries: readonly Entry[];
  /** The request that is being answered, or null. */
  readonly running: string | null;
  readonly problem: IProblemRef | null;
  readonly standing: IStanding;
  /** The context of the question that the standing answers, to see whether the cell has changed since. */
  readonly lastContext: ContextFields;
}

export const NEW_CONVERSATION: IConversation = {
  sessionId: null,
  entries: [],
  running: null,
  problem: null,
  standing: FOOT_OF_THE_LADDER,
  lastContext: {}
};

/** What can happen to a conversation: server frames, and what the student does. */
export type ConversationEvent =
  | StartFrame
  | CannedFrame
  | DoneFrame
  | (ErrorFrame & { at: number; id: string })
  | (NoticeFrame & { id: string })
  | (BudgetWarningFrame & { id: string })
  | { type: 'asked'; requestId: string; text: string; context: ContextFields }
  | { type: 'text'; requestId: string; content: string }
  | { type: 'withdrawn'; requestId: string }
  | { type: 'dismissed'; id: string }
  | { type: 'rated'; messageId: string; rating: Rating }
  | { type: 'picked'; problem: IProblem };

/** The conversation after `event`. */
export function reduce(state: IConversation, event: ConversationEvent): IConversation {
  switch (event.type) {
    case 'asked':
      return asked(state, event);
    case 'start':
      return started(state, event);
    case 'text':
      return withAnswer(state, event.requestId, answer => ({
        state: 'writing',
        blocks: extendBlocks(answer.blocks, event.content)
      }));
    case 'canned':
      return canned(state, event);
    case 'done':
      return done(state, event);
    case 'error':
      return failed(state, event);
    case 'notice':
      return withEntry(state, noteOf(event, 'information', null));
    case 'budget_warning':
      return withEntry(state, warningOf(event));
    case 'withdrawn':
      return without(state, event.requestId);
    case 'dismissed':
      return {
        ...state,
        entries: state.entries.filter(e => e.kind !== 'note' || e.id !== event.id)
      };
    case 'rated':
      return mapEntries(state, e =>
        e.kind === 'answer' && e.messageId === event.messageId ? { ...e, rating: event.rating } : e
      );
    case 'picked':
      return {
        ...state,
        problem: event.problem,
        standing: {
          level: event.problem.hint_level,
          maxLevel: event.problem.max_hint_level,
          waiting: null
        }
      };
  }
}

function asked(
  state: IConversation,
  { requestId, text, context }: { requestId: string; text: string; context: ContextFields }
): IConversation {
  const question: IQuestion = {
    kind: 'question',
    requestId,
    text,
    context,
    state: 'sent'
  };
  const earlier = state.entries.filter(e => e.kind !== 'note');
  return {
    ...state,
    entries: [...earlier, question, emptyAnswer(requestId)],
    running: requestId,
    lastContext: context
  };
}

function started(state: IConversation, frame: StartFrame): IConversation {
  const next = withAnswer(keepQuestion(state, frame.request_id), frame.request_id, () => ({
    messageId: frame.message_id,
    state: 'thinking',
    blocks: NO_BLOCKS,
    hintLevel: frame.hint_level,
    provider: frame.provider,
    model: frame.model
  }));
  return {
    ...next,
    sessionId: frame.session_id,
    problem: namedProblem(frame.problem, state.problem),
    standing: {
      level: frame.hint_level,
      maxLevel: frame.max_hint_level,
      waiting: frame.waiting
    }
  };
}

/** After a restart the server knows which problem it was, but not always its title. */
function namedProblem(next: IProblemRef, before: IProblemRef | null): IProblemRef {
  return !next.title && before?.id === next.id ? before : next;
}

function canned(state: IConversation, frame: CannedFrame): IConversation {
  const next = withAnswer(keepQuestion(state, frame.request_id), frame.request_id, () => ({
    messageId: frame.message_id,
    state: 'writing',
    filter: frame.filter,
    blocks: blocksOf(frame.content)
  }));
  return { ...next, sessionId: frame.session_id };
}

function done(state: IConversation, frame: DoneFrame): IConversation {
  const next = withAnswer(keepQuestion(state, frame.request_id), frame.request_id, answer => ({
    messageId: frame.message_id,
    state: frame.state,
    blocks: finishBlocks(answer.blocks),
    hintLevel: frame.hint_level ?? answer.hintLevel,
    costUsd: frame.cost_usd
  }));
  return { ...ended(next, frame.request_id), sessionId: frame.session_id };
}

function failed(
  state: IConversation,
  event: ErrorFrame & { at: number; id: string }
): IConversation {
  const until = event.retry_after === undefined ? null : event.at + event.retry_after * 1000;
  const note = noteOf(event, 'problem', until);
  if (event.request_id === null) {
    return withEntry(state, note);
  }
  const answers = mapEntries(state, e => {
    if (e.kind === 'note' || e.requestId !== event.request_id) {
      return e;
    }
    return e.kind === 'question'
      ? { ...e, state: 'failed' }
      : { ...e, state: 'interrupted', blocks: finishBlocks(e.blocks) };
  });
  // An answer that never began would only stand there empty.
  const entries = answers.entries.filter(
    e => e.kind !== 'answer' || e.requestId !== event.request_id || textOf(e.blocks) !== ''
  );
  // The conversation was deleted elsewhere: asking again begins a new one.
  const sessionId = event.code === 'NOT_FOUND' ? null : state.sessionId;
  return ended(withEntry({ ...answers, sessionId, entries }, note), event.request_id);
}

function ended(state: IConversation, requestId: string): IConversation {
  return state.running === requestId ? { ...state, running: null } : state;
}

function without(state: IConversation, requestId: string): IConversation {
  return {
    ...ended(state, requestId),
    entries: state.entries.filter(e => e.requestId !== requestId)
  };
}

function keepQuestion(state: IConversation, requestId: string): IConversation {
  return mapEntries(state, e =>
    e.kind === 'question' && e.requestId === requestId && e.state !== 'kept'
      ? { ...e, state: 'kept' }
      : e
  );
}

/** Change the answer to a request; one that is not there yet, as after a reload, is begun. */
function withAnswer(
  state: IConversation,
  requestId: string,
  change: (answer: IAnswer) => Partial<IAnswer>
): IConversation {
  const at = state.entries.findIndex(e => e.kind === 'answer' && e.requestId === requestId);
  const answer = at < 0 ? emptyAnswer(requestId) : (state.entries[at] as IAnswer);
  const changed = { ...answer, ...change(answer) };
  const entries = [...state.entries];
  entries.splice(at < 0 ? entries.length : at, 1, changed);
  return {
    ...state,
    entries,
    running: isRunning(changed) ? requestId : state.running
  };
}

function mapEntries(state: IConversation, change: (entry: Entry) => Entry): IConversation {
  return { ...state, entries: state.entries.map(change) };
}

function withEntry(state: IConversation, entry: Entry): IConversation {
  return { ...state, entries: [...state.entries, entry] };
}

function noteOf(
  event: (ErrorFrame | NoticeFrame) & { id: string },
  tone: INote['tone'],
  until: number | null
): INote {
  const { id, request_id, code, message } = event;
  return {
    kind: 'note',
    id,
    requestId: request_id,
    tone,
    code,
    text: message,
    until
  };
}

function warningOf({
  id,
  request_id,
  spent_usd,
  budget_usd
}: BudgetWarningFrame & { id: string }): INote {
  return {
    kind: 'note',
    id,
    requestId: request_id,
    tone: 'warning',
    code: 'BUDGET_WARNING',
    text: '',
    until: null,
    budget: { spentUsd: spent_usd, budgetUsd: budget_usd }
  };
}

function emptyAnswer(requestId: string): IAnswer {
  return {
    kind: 'answer',
    requestId,
    messageId: null,
    state: 'thinking',
    blocks: NO_BLOCKS,
    hintLevel: null,
    filter: null,
    provider: '',
    model: '',
    costUsd: null,
    rating: 0
  };
}
