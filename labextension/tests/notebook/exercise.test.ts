import { readExercise } from '../../src/notebook/exercise';
import { cell } from './cells';

const PROMPT = cell({ type: 'markdown', source: 'Compute the mean.' });

describe('readExercise', () => {
  it('reads the exercise that the course has marked, with its words from the text above', () => {
    const difficulty = { programming: 2, mathematics: 1 };
    const marked = cell({ metadata: { jupyter_tutor: { exercise: { id: 'mean', difficulty } } } });
    expect(readExercise([PROMPT, marked], 1)).toEqual({
      id: 'mean',
      text: 'Compute the mean.',
      difficulty
    });
  });

  it('takes a bare id as well, and the words of the metadata before those above', () => {
    const bare = cell({ metadata: { jupyter_tutor: { exercise: 'mean' } } });
    const told = cell({ metadata: { jupyter_tutor: { exercise: { id: 'm', text: 'Mine.' } } } });
    expect(readExercise([bare], 0)).toEqual({ id: 'mean', text: null, difficulty: null });
    expect(readExercise([PROMPT, told], 1)?.text).toBe('Mine.');
  });

  it('reads the solution cell of nbgrader, also from the tests below it', () => {
    const solution = cell({ metadata: { nbgrader: { grade_id: 'mean', solution: true } } });
    const tests = cell({
      metadata: { nbgrader: { grade_id: 'test_mean', grade: true, solution: false } }
    });
    expect(readExercise([PROMPT, solution, tests], 1)?.id).toBe('mean');
    expect(readExercise([PROMPT, solution, tests], 2)).toMatchObject({
      id: 'mean',
      text: 'Compute the mean.'
    });
  });

  it.each([
    [{}],
    [{ jupyter_tutor: null }],
    [{ jupyter_tutor: { exercise: { id: 5 } } }],
    [{ nbgrader: { grade_id: 'x', solution: false } }],
    [{ nbgrader: 'x' }]
  ])('finds no exercise in metadata %j', metadata => {
    expect(readExercise([cell({ metadata })], 0)).toBeNull();
  });

  it('does not pass on a difficulty that the server would refuse', () => {
    const exercise = { id: 'm', difficulty: { programming: 9, mathematics: 1 } };
    const marked = cell({ metadata: { jupyter_tutor: { exercise } } });
    expect(readExercise([marked], 0)?.difficulty).toBeNull();
  });
});
