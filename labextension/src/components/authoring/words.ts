import type { TranslationBundle } from '@jupyterlab/translation';
import type { RestError } from '../../client/api';
import type { ICheckedExercise } from '../../client/authoring';
import type { StepName } from '../../models/ladder';
import type { Mark, PartMark, Role } from '../../notebook/marking/mark';
import { topicOf } from '../../notebook/marking/names';
import type { CellType, IPart } from '../../notebook/marking/outline';
import { stepName } from '../words';

export const ROLES: readonly Role[] = ['exercise', 'hint', 'solution', 'check', 'mistake'];
export const LEVELS = [1, 2, 3, 4, 5] as const;

const STEPS: readonly StepName[] = ['question', 'concept', 'plan', 'example', 'solution'];

export function roleName(trans: TranslationBundle, role: Role): string {
  return {
    exercise: trans.__('Exercise'),
    hint: trans.__('Hint'),
    solution: trans.__('Solution'),
    check: trans.__('Check'),
    mistake: trans.__('Common mistake')
  }[role];
}

export function cellTypeName(trans: TranslationBundle, type: CellType): string {
  return {
    code: trans.__('code'),
    markdown: trans.__('text'),
    raw: trans.__('raw')
  }[type];
}

/** What students see of a cell of this role. */
export function roleMeaning(trans: TranslationBundle, role: Role): string {
  return {
    exercise: trans.__('Students write their answer here. Its text is the cell above.'),
    hint: trans.__('Never in the students’ notebook: the tutor gives it at its step.'),
    solution: trans.__('Never in the students’ notebook. The tutor judges by it.'),
    check: trans.__('Passes when it raises nothing.'),
    mistake: trans.__(
      'What to say when this mistake is made. Never in the students’ notebook; it comes before the hints.'
    )
  }[role];
}

/** A step of the ladder by number and name. */
export function levelName(trans: TranslationBundle, level: number): string {
  return trans.__('%1 %2', level, stepName(trans, STEPS[level - 1]));
}

/** The label on a marked cell in the notebook. */
export function markLabel(trans: TranslationBundle, mark: Mark, title: string): string {
  const what = markName(trans, mark);
  return title ? trans.__('%1 · %2', what, topicOf(title)) : what;
}

function markName(trans: TranslationBundle, mark: Mark): string {
  switch (mark.role) {
    case 'hint':
      return mark.level === null ? trans.__('Hint') : trans.__('Hint %1', mark.level);
    case 'check':
      return mark.hidden ? trans.__('Hidden check') : trans.__('Check');
    default:
      return roleName(trans, mark.role);
  }
}

/** A part of an exercise in the list of exercises. */
export function partName(trans: TranslationBundle, mark: Mark): string {
  const what = markName(trans, mark);
  const detail = detailOf(mark);
  return detail ? trans.__('%1: %2', what, detail) : what;
}

function detailOf(mark: Mark): string {
  switch (mark.role) {
    case 'check':
      return mark.name;
    case 'mistake':
      return mark.error || mark.code || mark.got;
    default:
      return '';
  }
}

/** What belongs to an exercise beside its hints. */
export type PartFacts = Pick<
  ICheckedExercise,
  'has_solution' | 'checks' | 'hidden_checks' | 'mistakes'
>;

/** The facts as far as the marks of its cells tell them. */
export function factsOf(parts: readonly IPart[]): PartFacts {
  const count = (wanted: (mark: PartMark) => boolean): number =>
    parts.filter(({ mark }) => wanted(mark)).length;
  return {
    has_solution: count(mark => mark.role === 'solution') > 0,
    checks: count(mark => mark.role === 'check' && !mark.hidden),
    hidden_checks: count(mark => mark.role === 'check' && mark.hidden),
    mistakes: count(mark => mark.role === 'mistake')
  };
}

/** What belongs to an exercise beside its hints, in one line. */
export function partsSummary(trans: TranslationBundle, facts: PartFacts): string {
  const { has_solution, checks, hidden_checks, mistakes } = facts;
  return [
    has_solution ? trans.__('solution') : trans.__('no solution'),
    trans._n('%1 check', '%1 checks', checks, checks),
    ...(hidden_checks
      ? [trans._n('%1 hidden check', '%1 hidden checks', hidden_checks, hidden_checks)]
      : []),
    ...(mistakes ? [trans._n('%1 common mistake', '%1 common mistakes', mistakes, mistakes)] : [])
  ].join(' · ');
}

/** What a refused or failed request means here. */
export function failureText(
  trans: TranslationBundle,
  { code, message }: RestError,
  isRepeated: boolean
): string {
  const away = isRepeated
    ? trans.__('The Jupyter server does not answer. You can go on; it is tried again by itself.')
    : trans.__('The Jupyter server does not answer. Try again when it is back.');
  const texts: Record<string, string> = {
    UNREACHABLE: away,
    AUTH_INVALID: trans.__('You are signed out. Reload the page to sign in again.'),
    AUTH_FORBIDDEN: trans.__('This is for instructors.')
  };
  return texts[code] ?? (message || trans.__('That did not work. Try again in a moment.'));
}
