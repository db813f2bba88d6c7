import { examples } from '../../src/models/examples';
import { EXCERPT } from '../excerpts';

describe('examples', () => {
  it('begins with the error, then the exercise and the cell', () => {
    expect(examples(EXCERPT)).toEqual([
      { about: 'error', name: 'NameError' },
      { about: 'exercise', name: 'mean' },
      { about: 'cell' }
    ]);
  });

  it('names the function that the cell defines', () => {
    const cell = {
      ...EXCERPT,
      error: null,
      exerciseId: null,
      code: 'def mean(x):\n  pass'
    };
    expect(examples(cell)[0]).toEqual({ about: 'function', name: 'mean' });
  });

  it('has three questions without any notebook', () => {
    expect(examples(null)).toHaveLength(3);
  });
});
