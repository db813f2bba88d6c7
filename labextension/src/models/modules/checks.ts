import type { ICheckResult, IExerciseProgress } from '../../client/module_types';
import type { ICheckKernel, RunEnd } from '../../notebook/check_kernel';
import type { IExerciseCells } from '../../notebook/exercise_cells';
import { Store } from '../store';

/** Why checks could not be run, or not to their end. */
export type Trouble =
  'gone' | 'no-kernel' | 'dead' | 'starting' | 'busy' | 'late' | 'stuck' | 'died' | 'stopped';

/** How the checks of an exercise stand. */
export type CheckRun =
  | { readonly state: 'running'; readonly name: string | null }
  | {
      readonly state: 'finished';
      readonly passed: boolean;
      readonly checks: readonly ICheckResult[];
      /** The error in which the student's own code ended before anything was checked. */
      readonly error: { readonly name: string; readonly message: string } | null;
      /** Something was missing that a cell above may define. */
      readonly incomplete: boolean;
      /** The server could not be told. */
      readonly unreported: boolean;
    }
  | { readonly state: 'trouble'; readonly trouble: Trouble };

export interface IChecksOptions {
  readonly kernel: ICheckKernel;
  readonly exercises: () => readonly IExerciseCells[];
  readonly report: (
    exercise: string,
    passed: boolean,
    checks: readonly ICheckResult[]
  ) => Promise<IExerciseProgress>;
  readonly onReported: (exercise: IExerciseProgress) => void;
  /** What a check without a name is called, by its number counted from 1. */
  readonly nameOf: (number: number) => string;
}

/** So long may the answer, and each check, take, in milliseconds. */
export const CHECK_LIMIT = 20_000;

/** Characters of what a check says that are shown and reported: comparing arrays can say thousands. */
const LONGEST_MESSAGE = 2_000;

const NO_FAULTS = { error: null, incomplete: false };

/** Runs the checks of exercises in the student's own kernel, one exercise at a time. */
export class Checks {
  readonly runs = new Store<ReadonlyMap<string, CheckRun>>(new Map());
  /** The exercise whose checks are running, or null. */
  readonly running = new Store<string | null>(null);

  constructor(private readonly options: IChecksOptions) {}

  /** Run the answer of an exercise and then its checks. */
  async check(exercise: string): Promise<void> {
    if (this.running.value !== null) {
      return;
    }
    const cells = this.options.exercises().find(each => each.id === exercise);
    const trouble = cells ? troubleWith(this.options.kernel) : 'gone';
    if (!cells || trouble) {
      this.show(exercise, { state: 'trouble', trouble: trouble ?? 'gone' });
      return;
    }
    this.running.set(exercise);
    this.show(exercise, { state: 'running', name: null });
    try {
      this.show(exercise, await this.run(cells));
    } finally {
      this.running.set(null);
    }
  }

  /** A student says that an exercise without checks is done. */
  async declareDone(exercise: string): Promise<void> {
    this.show(exercise, await this.finished(exercise, true, []));
  }

  async stop(): Promise<void> {
    await this.options.kernel.interrupt();
  }

  /** Forget how the checks of an exercise ended: its answer is another one now. */
  forget(exercise: string): void {
    if (this.runs.value.has(exercise) && this.running.value !== exercise) {
      const runs = new Map(this.runs.value);
      runs.delete(exercise);
      this.runs.set(runs);
    }
  }

  private async run(cells: IExerciseCells): Promise<CheckRun> {
    const names = cells.checks.map((check, at) => check.name ?? this.options.nameOf(at + 1));
    for (const code of cells.code) {
      const end = await this.options.kernel.run(code, CHECK_LIMIT);
      if (end.kind === 'raised') {
        const message = sentence(end);
        const failed = names.map(name => ({ name, passed: false, message }));
        return this.finished(cells.id, false, failed, { error: end, incomplete: true });
      }
      if (end.kind !== 'passed') {
        return { state: 'trouble', trouble: troubleOf(end) };
      }
    }
    const results: ICheckResult[] = [];
    let incomplete = false;
    for (const [at, { code }] of cells.checks.entries()) {
      this.show(cells.id, { state: 'running', name: names[at] });
      const end = await this.options.kernel.run(code, CHECK_LIMIT);
      if (end.kind !== 'passed' && end.kind !== 'raised') {
        return { state: 'trouble', trouble: troubleOf(end) };
      }
      const passed = end.kind === 'passed';
      incomplete ||= end.kind === 'raised' && end.name === 'NameError';
      results.push({ name: names[at], passed, message: passed ? '' : sentence(end) });
    }
    const passed = results.every(each => each.passed);
    return this.finished(cells.id, passed, results, { error: null, incomplete });
  }

  private async finished(
    exercise: string,
    passed: boolean,
    checks: readonly ICheckResult[],
    faults: Pick<Extract<CheckRun, { state: 'finished' }>, 'error' | 'incomplete'> = NO_FAULTS
  ): Promise<CheckRun> {
    const known = await this.options.report(exercise, passed, checks).then(
      row => {
        this.options.onReported(row);
        return true;
      },
      () => false
    );
    return { state: 'finished', passed, checks, ...faults, unreported: !known };
  }

  private show(exercise: string, run: CheckRun): void {
    this.runs.set(new Map(this.runs.value).set(exercise, run));
  }
}

function troubleWith({ state }: ICheckKernel): Trouble | null {
  switch (state) {
    case 'ready':
      return null;
    case 'none':
      return 'no-kernel';
    default:
      return state;
  }
}

function troubleOf(end: RunEnd): Trouble {
  if (end.kind === 'late') {
    return end.stuck ? 'stuck' : 'late';
  }
  return end.kind === 'died' ? 'died' : 'stopped';
}

/** What a check says; that of a failed assertion without its name, which says nothing to a beginner. */
function sentence({ name, message }: { name: string; message: string }): string {
  const isPlain = name === 'AssertionError' && message !== '';
  const whole = isPlain ? message : [name, message].filter(Boolean).join(': ');
  return whole.length > LONGEST_MESSAGE ? `${whole.slice(0, LONGEST_MESSAGE)}…` : whole;
}
