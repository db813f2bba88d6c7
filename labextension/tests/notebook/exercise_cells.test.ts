import { exercisesIn, type IReadableCell } from '../../src/notebook/exercise_cells';

const cell = (type: string, source: string, own?: object): IReadableCell => ({ type, source, own });

// req: F4
describe('exercisesIn', () => {
  it('gathers answers and checks by exercise, in the order of the notebook', () => {
    const found = exercisesIn([
      cell('markdown', '# Title'),
      cell('code', 'a = 1', { exercise: { id: 'a' } }),
      cell('code', 'assert a', { role: 'check', exercise: 'a', name: 'one' }),
      cell('code', 'own'),
      cell('code', 'b = 2', { exercise: 'b' }),
      cell('code', 'assert b', { role: 'check' })
    ]);
    expect(found).toEqual([
      {
        id: 'a',
        at: 1,
        code: ['a = 1'],
        written: false,
        checks: [{ name: 'one', code: 'assert a' }]
      },
      {
        id: 'b',
        at: 4,
        code: ['b = 2'],
        written: false,
        checks: [{ name: null, code: 'assert b' }]
      }
    ]);
  });

  it('takes an answer that was split into two cells for one', () => {
    const own = { exercise: 'a' };
    const [found] = exercisesIn([cell('code', 'x = 1', own), cell('code', 'y = 2', own)]);
    expect(found.code).toEqual(['x = 1', 'y = 2']);
    expect(found.at).toBe(0);
  });

  it('knows an answer in prose, and passes over checks of what is not there', () => {
    const found = exercisesIn([
      cell('code', 'assert z', { role: 'check', exercise: 'z' }),
      cell('markdown', 'Because.', { exercise: 'why' })
    ]);
    expect(found).toEqual([{ id: 'why', at: 1, code: [], written: true, checks: [] }]);
  });
});
