import type { IProblem, IStoredMessage, Rating } from '../client/rest';
import { blocksOf, NO_BLOCKS } from './blocks';
import { storedFields } from './context';
import type { IConversation } from './conversation';
import type { IAnswer, IQuestion } from './entries';
import { FOOT_OF_THE_LADDER } from './ladder';

/** A stored conversation; `problems` gives its last problem a name. */
export function restore(
  sessionId: string,
  messages: readonly IStoredMessage[],
  running: readonly string[],
  problems: readonly IProblem[]
): IConversation {
  const entries = messages.map(m => restoreEntry(m, running.includes(m.request_id)));
  const lastHint = [...messages].reverse().find(m => m.hint_level !== null);
  const problem = problems.find(p => p.id === lastHint?.problem_id) ?? null;
  const questions = entries.filter(e => e.kind === 'question');
  return {
    sessionId,
    entries,
    running: running[running.length - 1] ?? null,
    problem,
    standing: {
      level: lastHint?.hint_level ?? 0,
      maxLevel: problem?.max_hint_level ?? FOOT_OF_THE_LADDER.maxLevel,
      waiting: null
    },
    lastContext: questions[questions.length - 1]?.context ?? {}
  };
}

function restoreEntry(message: IStoredMessage, isBeingAnswered: boolean): IQuestion | IAnswer {
  if (message.role === 'student') {
    return {
      kind: 'question',
      requestId: message.request_id,
      text: message.text,
      context: storedFields(message.notebook),
      state: 'kept'
    };
  }
  return {
    kind: 'answer',
    requestId: message.request_id,
    messageId: message.id,
    state: isBeingAnswered ? 'thinking' : (message.state ?? 'complete'),
    blocks: isBeingAnswered ? NO_BLOCKS : blocksOf(message.text),
    hintLevel: message.hint_level,
    filter: message.filter,
    provider: message.provider ?? '',
    model: message.model ?? '',
    costUsd: message.cost_usd,
    rating: (message.rating ?? 0) as Rating
  };
}
