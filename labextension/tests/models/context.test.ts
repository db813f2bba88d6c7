import { allFields, chipsOf, errorName, keptFields, storedFields } from '../../src/models/context';
import { EXCERPT } from '../excerpts';

describe('context', () => {
  it('sends every field of the excerpt but the heading', () => {
    expect(allFields(EXCERPT)).toEqual({
      notebook_path: 'week1.ipynb',
      cell_id: 'c4',
      cell_code: 'totl',
      execution_count: 4,
      error_output: "Traceback\nNameError: name 'totl' is not defined",
      exercise_id: 'mean',
      exercise_text: 'Compute the mean.',
      exercise_difficulty: { programming: 1, mathematics: 2 },
      neighbours: ['import math']
    });
  });

  it('leaves out what is empty', () => {
    const bare = {
      ...EXCERPT,
      error: null,
      neighbours: [],
      exerciseId: null,
      exerciseText: null,
      exerciseDifficulty: null
    };
    expect(Object.keys(allFields(bare))).toEqual([
      'notebook_path',
      'cell_id',
      'cell_code',
      'execution_count'
    ]);
  });

  // req: F1
  it('takes all fields of a chip away with it, and nothing else', () => {
    const kept = keptFields(allFields(EXCERPT), new Set(['cell', 'exercise']));
    expect(Object.keys(kept)).toEqual(['notebook_path', 'error_output', 'neighbours']);
  });

  it('names chips by what the student sees', () => {
    expect(chipsOf(allFields(EXCERPT))).toEqual([
      { kind: 'exercise', detail: 'mean' },
      { kind: 'cell', detail: '4' },
      { kind: 'error', detail: 'NameError' },
      { kind: 'nearby', detail: '1' }
    ]);
  });

  it('makes the same chips from what the server has stored', () => {
    const stored = {
      path: 'week1.ipynb',
      cell_code: 'totl',
      execution_count: 4,
      neighbours: []
    };
    expect(chipsOf(storedFields(stored))).toEqual([{ kind: 'cell', detail: '4' }]);
  });

  it.each([
    ["NameError: name 'x' is not defined", 'NameError'],
    ['ValueError: first line\nsecond line', 'ValueError'],
    ['numpy.linalg.LinAlgError: Singular matrix', 'numpy.linalg.LinAlgError'],
    ['KeyboardInterrupt: ', 'KeyboardInterrupt'],
    ['Oops: mine', 'Oops'],
    ['no idea what this is', '']
  ])('finds the name of the exception in %j', (last, name) => {
    expect(errorName(`Traceback (most recent call last)\nCell In[4], line 1\n${last}`)).toBe(name);
  });
});
