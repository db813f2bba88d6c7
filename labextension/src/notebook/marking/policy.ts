import { asRecord, gradeOf, type Json, patch, textOf } from './records';

/** What an instructor allows; null leaves it to whoever stands above. */
export interface IPolicy {
  readonly maxHintLevel: number | null;
  readonly tutor: 'on' | 'off' | null;
  readonly words: string;
}

export const NO_POLICY: IPolicy = { maxHintLevel: null, tutor: null, words: '' };

export function readPolicy(value: unknown): IPolicy {
  const { max_hint_level, tutor, words } = asRecord(value);
  return {
    maxHintLevel: gradeOf(max_hint_level),
    tutor: tutor === 'on' || tutor === 'off' ? tutor : null,
    words: textOf(words)
  };
}

/** A policy as it is written, beside whatever else `before` says. */
export function writePolicy(before: unknown, policy: IPolicy): Json {
  const { maxHintLevel, tutor, words } = policy;
  return patch(asRecord(before), { max_hint_level: maxHintLevel, tutor, words });
}
