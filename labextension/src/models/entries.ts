import type { Rating } from '../client/rest';
import type { IBlocks } from './blocks';
import type { ContextFields } from './context';

/** A message of the student. */
export interface IQuestion {
  readonly kind: 'question';
  readonly requestId: string;
  readonly text: string;
  /** What went along with it, exactly as sent. */
  readonly context: ContextFields;
  /** `sent`: on its way; `kept`: the server has it; `failed`: it got no answer. */
  readonly state: 'sent' | 'kept' | 'failed';
}

/** `thinking`: no text yet; `writing`: text is coming; the others are how it ended. */
export type AnswerState =
  'thinking' | 'writing' | 'complete' | 'stopped' | 'interrupted' | 'refused';

/** A message of the tutor. */
export interface IAnswer {
  readonly kind: 'answer';
  readonly requestId: string;
  readonly messageId: string | null;
  readonly state: AnswerState;
  readonly blocks: IBlocks;
  readonly hintLevel: number | null;
  /** Why no model was asked, or null. */
  readonly filter: string | null;
  readonly provider: string;
  readonly model: string;
  /** Decimal dollars, or null when the price is not known. */
  readonly costUsd: string | null;
  readonly rating: Rating;
}

/** Something the system has to say, in between. */
export interface INote {
  readonly kind: 'note';
  readonly id: string;
  readonly requestId: string | null;
  /** `problem` ended a request; `warning` and `information` ended nothing. */
  readonly tone: 'problem' | 'warning' | 'information';
  readonly code: string;
  readonly text: string;
  /** When trying again may help, in milliseconds since 1970, or null. */
  readonly until: number | null;
  /** Of a budget that is nearly used up: decimal dollars, for a sentence in the reader's language. */
  readonly budget?: { readonly spentUsd: string; readonly budgetUsd: string };
}

export type Entry = IQuestion | IAnswer | INote;

export function isRunning(answer: IAnswer): boolean {
  return answer.state === 'thinking' || answer.state === 'writing';
}

/** What identifies an entry among the others of its conversation. */
export function entryKey(entry: Entry): string {
  return entry.kind === 'note' ? `note:${entry.id}` : `${entry.kind}:${entry.requestId}`;
}
