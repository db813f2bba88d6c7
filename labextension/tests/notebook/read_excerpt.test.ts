import { readExcerpt } from '../../src/notebook/read_excerpt';
import { cell } from './cells';

const CELLS = [
  cell({ type: 'markdown', source: '# Lists\ntext' }),
  cell({ id: 'a', source: 'a = 1' }),
  cell({ id: 'b', source: 'b = 2' }),
  cell({ id: 'c', source: 'c = 3', executionCount: 7 }),
  cell({ id: 'd', source: '  ' }),
  cell({ id: 'e', source: 'e'.repeat(5000) }),
  cell({ id: 'f', source: 'f = 6' })
];

describe('readExcerpt', () => {
  it('reads the cell, its counter, and up to two cells before and after it', () => {
    const excerpt = readExcerpt('week1.ipynb', CELLS, 3);
    expect(excerpt).toMatchObject({
      path: 'week1.ipynb',
      cellId: 'c',
      code: 'c = 3',
      executionCount: 7,
      error: null,
      heading: 'Lists'
    });
    expect(excerpt.neighbours.slice(0, 2)).toEqual(['a = 1', 'b = 2']);
    expect(excerpt.neighbours).toHaveLength(3);
    expect(excerpt.neighbours[2].length).toBeLessThanOrEqual(1500);
  });

  it('sends a text cell as one of the cells around, not as code', () => {
    const excerpt = readExcerpt('week1.ipynb', CELLS, 0);
    expect(excerpt).toMatchObject({ cellId: null, code: null });
    expect(excerpt.neighbours).toEqual(['# Lists\ntext', 'a = 1', 'b = 2']);
  });

  it('survives a notebook without cells', () => {
    expect(readExcerpt('empty.ipynb', [], -1)).toMatchObject({ cellId: null, neighbours: [] });
  });
});
