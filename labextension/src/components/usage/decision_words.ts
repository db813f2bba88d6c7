import type { TranslationBundle } from '@jupyterlab/translation';
import type { IFind } from '../../client/usage_types';

/** What kind of message it was; a kind that is not known here keeps its own name. */
export function kindName(trans: TranslationBundle, kind: string): string {
  const names: Record<string, string> = {
    question: trans.__('question'),
    asks_for_more: trans.__('asks for more'),
    attempt: trans.__('shows an attempt'),
    greeting: trans.__('greeting'),
    thanks: trans.__('thanks'),
    off_topic: trans.__('off topic'),
    exam: trans.__('in an exam')
  };
  return names[kind] ?? kind;
}

/** What told which problem a message is about. */
export function ruleName(trans: TranslationBundle, rule: string): string {
  const names: Record<string, string> = {
    picked: trans.__('the student’s choice'),
    first: trans.__('first message'),
    exercise: trans.__('exercise'),
    cell: trans.__('cell'),
    code: trans.__('code'),
    words: trans.__('words'),
    text: trans.__('likeness of the text'),
    fault: trans.__('a rule broke')
  };
  return names[rule] ?? rule;
}

/** What was compared. */
export function measureName(trans: TranslationBundle, measure: string): string {
  const names: Record<string, string> = {
    exercise_id: trans.__('same exercise:'),
    cell_id: trans.__('same cell:'),
    code_as_written: trans.__('code as written:'),
    code_structure: trans.__('structure of the code:'),
    shared_words: trans.__('words in common:'),
    text_cosine: trans.__('likeness of the text:')
  };
  return names[measure] ?? measure;
}

/** What the solution guard found and what became of it. */
export function findText(trans: TranslationBundle, { reason, outcome }: IFind): string {
  const outcomes = {
    regenerated: trans.__('written anew'),
    redacted: trans.__('held back'),
    counted: trans.__('shown and counted')
  };
  return `${reason.replace(/_/g, ' ')}: ${outcomes[outcome]}`;
}
