/** The five steps of help, gentlest first. */
export const STEPS = ['question', 'concept', 'plan', 'example', 'solution'] as const;

export type StepName = (typeof STEPS)[number];

/**
 * given: help of this step was given; current: the last that was; open: the next question
 * may bring it; waiting: it asks for effort first; locked: the course does not allow it;
 * ahead: further up.
 */
export type StepState = 'given' | 'current' | 'open' | 'waiting' | 'locked' | 'ahead';

export interface IStanding {
  /** The last level given on the problem, 0 before the first. */
  readonly level: number;
  readonly maxLevel: number;
  /** Why the next step is not open yet, or null. */
  readonly waiting: string | null;
}

export interface IStep {
  readonly number: number;
  readonly name: StepName;
  readonly state: StepState;
}

export const FOOT_OF_THE_LADDER: IStanding = {
  level: 0,
  maxLevel: STEPS.length,
  waiting: null
};

/** The ladder as it stands; `effortShown` opens the step that was waiting. */
export function ladderSteps(standing: IStanding, effortShown: boolean): IStep[] {
  return STEPS.map((name, i) => ({
    number: i + 1,
    name,
    state: stepState(i + 1, standing, effortShown)
  }));
}

function stepState(number: number, standing: IStanding, effortShown: boolean): StepState {
  const { level, maxLevel, waiting } = standing;
  if (number > maxLevel) {
    return 'locked';
  }
  if (number <= level) {
    return number === level ? 'current' : 'given';
  }
  if (level > 0 && number === level + 1) {
    return waiting !== null && !effortShown ? 'waiting' : 'open';
  }
  return 'ahead';
}
