import type { ICheckResult, IExerciseProgress } from '../../../src/client/module_types';
import { type CheckRun, Checks } from '../../../src/models/modules/checks';
import type { RunEnd } from '../../../src/notebook/check_kernel';
import type { IExerciseCells } from '../../../src/notebook/exercise_cells';
import { FakeKernel } from '../../fake_modules';
import { EXERCISE } from '../../module_facts';

const CELLS: IExerciseCells = {
  id: 'mean',
  at: 3,
  code: ['answer'],
  written: false,
  checks: [
    { name: 'two values', code: 'first' },
    { name: null, code: 'second' }
  ]
};

const raised = (name: string, message: string): RunEnd => ({ kind: 'raised', name, message });

// req: F4
describe('Checks', () => {
  let kernel: FakeKernel;
  let reported: [string, boolean, readonly ICheckResult[]][];
  let taken: IExerciseProgress[];
  let isServerAway: boolean;
  let checks: Checks;
  const outcome = (): CheckRun | undefined => checks.runs.value.get('mean');

  beforeEach(() => {
    kernel = new FakeKernel();
    reported = [];
    taken = [];
    isServerAway = false;
    checks = new Checks({
      kernel,
      exercises: () => [CELLS],
      report: (...report) => {
        reported.push(report);
        return isServerAway ? Promise.reject(new Error('away')) : Promise.resolve(EXERCISE);
      },
      onReported: row => taken.push(row),
      nameOf: number => `Check ${number}`
    });
  });

  it('runs the answer first, then every check, and tells the server', async () => {
    await checks.check('mean');
    expect(kernel.ran).toEqual(['answer', 'first', 'second']);
    const results = [
      { name: 'two values', passed: true, message: '' },
      { name: 'Check 2', passed: true, message: '' }
    ];
    expect(reported).toEqual([['mean', true, results]]);
    expect(taken).toEqual([EXERCISE]);
    expect(outcome()).toEqual({
      state: 'finished',
      passed: true,
      checks: results,
      error: null,
      incomplete: false,
      unreported: false
    });
  });

  it('goes on after a check that fails, and says what each one says', async () => {
    kernel.ends.set('first', raised('AssertionError', 'The mean of 1 and 3 is 2.'));
    kernel.ends.set('second', raised('TypeError', 'unsupported operand'));
    await checks.check('mean');
    expect(reported[0][1]).toBe(false);
    expect(reported[0][2].map(each => each.message)).toEqual([
      'The mean of 1 and 3 is 2.',
      'TypeError: unsupported operand'
    ]);
  });

  it('checks nothing when the answer itself ends in an error, and counts it as an attempt', async () => {
    kernel.ends.set('answer', raised('NameError', "name 'np' is not defined"));
    await checks.check('mean');
    expect(kernel.ran).toEqual(['answer']);
    expect(reported[0][1]).toBe(false);
    expect(outcome()).toMatchObject({ error: { name: 'NameError' }, passed: false });
  });

  it('tells that a name is missing which a cell above may define', async () => {
    kernel.ends.set('first', raised('NameError', "name 'values' is not defined"));
    await checks.check('mean');
    expect(outcome()).toMatchObject({ error: null, incomplete: true });
  });

  it('keeps the words of a check short: those of arrays can be endless', async () => {
    kernel.ends.set('first', raised('AssertionError', 'x'.repeat(50_000)));
    await checks.check('mean');
    expect(reported[0][2][0].message.length).toBeLessThan(3_000);
  });

  it('reports nothing that was not checked to the end', async () => {
    const ends: [RunEnd, string][] = [
      [{ kind: 'late', stuck: false }, 'late'],
      [{ kind: 'late', stuck: true }, 'stuck'],
      [{ kind: 'died' }, 'died'],
      [{ kind: 'stopped' }, 'stopped']
    ];
    for (const code of ['answer', 'first']) {
      for (const [end, trouble] of ends) {
        kernel.ends.set(code, end);
        await checks.check('mean');
        expect(outcome()).toEqual({ state: 'trouble', trouble });
      }
      kernel.ends.clear();
    }
    expect(reported).toEqual([]);
  });

  it('runs nothing in a kernel that cannot run it now', async () => {
    const states = { none: 'no-kernel', dead: 'dead', busy: 'busy', starting: 'starting' } as const;
    for (const [state, trouble] of Object.entries(states)) {
      kernel.state = state as keyof typeof states;
      await checks.check('mean');
      expect(outcome()).toEqual({ state: 'trouble', trouble });
    }
    expect(kernel.ran).toEqual([]);
  });

  it('checks one exercise at a time', async () => {
    let end: (how: RunEnd) => void = () => undefined;
    kernel.ends.set('answer', new Promise<RunEnd>(resolve => (end = resolve)));
    const first = checks.check('mean');
    expect(outcome()).toEqual({ state: 'running', name: null });
    await checks.check('mean');
    end({ kind: 'passed' });
    await first;
    expect(kernel.ran).toEqual(['answer', 'first', 'second']);
    expect(checks.running.value).toBeNull();
  });

  it('says so when the server could not be told', async () => {
    isServerAway = true;
    await checks.check('mean');
    expect(outcome()).toMatchObject({ passed: true, unreported: true });
  });

  it('says so when the exercise was deleted from the notebook', async () => {
    await checks.check('gone');
    expect(checks.runs.value.get('gone')).toEqual({ state: 'trouble', trouble: 'gone' });
  });
});
