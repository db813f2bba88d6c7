import type { TranslationBundle } from '@jupyterlab/translation';
import type { ILink } from '../client/socket';
import type { ContextFields, IChip } from '../models/context';
import type { Example } from '../models/examples';
import type { IStep, StepName } from '../models/ladder';
import type { QuickReply } from '../models/replies';

/** The name of a step of the ladder. */
export function stepName(trans: TranslationBundle, name: StepName): string {
  return {
    question: trans.__('Question'),
    concept: trans.__('Concept'),
    plan: trans.__('Plan'),
    example: trans.__('Example'),
    solution: trans.__('Solution')
  }[name];
}

/** What a step gives. */
export function stepMeaning(trans: TranslationBundle, name: StepName): string {
  return {
    question: trans.__('questions that point at the place'),
    concept: trans.__('names the idea you need'),
    plan: trans.__('the steps, without code'),
    example: trans.__('part of the code, or a similar example'),
    solution: trans.__('the complete solution, explained')
  }[name];
}

/** A step in one phrase, for its tooltip and for screen readers. */
export function stepLabel(trans: TranslationBundle, { number, name, state }: IStep): string {
  const states = {
    given: trans.__('given'),
    current: trans.__('you are here'),
    open: trans.__('next'),
    waiting: trans.__('not open yet'),
    locked: trans.__('locked by the course'),
    ahead: trans.__('further up')
  };
  return trans.__(
    'Hint %1, %2: %3 (%4)',
    number,
    stepName(trans, name),
    stepMeaning(trans, name),
    states[state]
  );
}

export function chipLabel(trans: TranslationBundle, { kind, detail }: IChip): string {
  switch (kind) {
    case 'exercise':
      return detail;
    case 'cell':
      return trans.__('cell [%1]', detail);
    case 'error':
      return detail || trans.__('error');
    case 'nearby':
      return trans.__('%1 nearby', detail);
  }
}

/** What a field of the context is, for a person who wants to know what is sent. */
export function fieldLabel(trans: TranslationBundle, field: keyof ContextFields): string {
  return {
    notebook_path: trans.__('Notebook'),
    cell_id: trans.__('Id of the cell'),
    cell_code: trans.__('The cell'),
    execution_count: trans.__('Run counter of the cell'),
    error_output: trans.__('Its error'),
    exercise_id: trans.__('Exercise'),
    exercise_text: trans.__('Words of the exercise'),
    exercise_difficulty: trans.__('Difficulty of the exercise'),
    neighbours: trans.__('Cells nearby')
  }[field];
}

export function replyText(trans: TranslationBundle, reply: QuickReply): string {
  return {
    tried: trans.__('I tried…'),
    stuck: trans.__('Still stuck'),
    why: trans.__('Why?'),
    check: trans.__('Check my cell'),
    'explain-error': trans.__('Explain this error'),
    'go-on': trans.__('Go on'),
    'another-example': trans.__('Show me another example'),
    works: trans.__('It works now. Is it right?')
  }[reply];
}

export function exampleText(trans: TranslationBundle, example: Example): string {
  switch (example.about) {
    case 'error':
      return example.name
        ? trans.__('Why does my cell end in %1?', example.name)
        : trans.__('Why does my cell end in an error?');
    case 'exercise':
      return trans.__('What does exercise “%1” ask me to do?', example.name);
    case 'function':
      return trans.__('How could I test whether “%1” does what it should?', example.name);
    case 'topic':
      return trans.__('What is “%1” about, in simple words?', example.name);
    case 'cell':
      return trans.__('What does this cell do, line by line?');
    case 'start':
      return trans.__('How do I start?');
    case 'check':
      return trans.__('How can I check my result?');
    case 'concept':
      return trans.__('Which idea do I need here?');
  }
}

/** What a lost or refused connection means for the student. */
export function linkText(trans: TranslationBundle, { state, code, reason }: ILink): string {
  if (state === 'lost') {
    return trans.__('Connection lost. Reconnecting...');
  }
  if (state === 'waiting' && code === 1013) {
    return trans.__('%1 Your text is kept; trying again every minute.', reason);
  }
  if (state === 'waiting') {
    return trans.__(
      'No connection to the tutor. Your text is kept; trying again every 30 seconds.'
    );
  }
  if (code === 4001) {
    return trans.__('You are signed out. Reload the page to sign in again; your text is kept.');
  }
  if (code === 4002) {
    return trans.__(
      'Too many connections: the tutor is open in too many places already. Close it in one of them, then try again.'
    );
  }
  if (code === 4004) {
    return trans.__(
      'This module is not published any more, so there is nobody to ask about it. Your notebook is yours to go on with.'
    );
  }
  return reason
    ? trans.__('The tutor has ended this session: %1.', reason.replace(/\.$/, ''))
    : trans.__('The tutor has ended this session.');
}
