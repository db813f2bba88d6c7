import { cellInQuestion } from '../../src/notebook/cell_in_question';
import { cell } from './cells';

describe('cellInQuestion', () => {
  const [first, second, empty] = [cell({ source: 'a' }), cell({ source: 'b' }), cell({})];

  it('is the active cell', () => {
    expect(cellInQuestion([first, second], 1, null)).toBe(1);
    expect(cellInQuestion([first, second], 0, { cell: first, failed: true })).toBe(0);
    expect(cellInQuestion([], -1, null)).toBe(-1);
  });

  it('is the failed cell above, after Jupyter has moved on from it', () => {
    expect(cellInQuestion([first, second], 1, { cell: first, failed: true })).toBe(0);
    expect(cellInQuestion([first, second], 1, { cell: first, failed: false })).toBe(1);
  });

  it('is the cell just run while the next is still empty', () => {
    expect(cellInQuestion([first, empty], 1, { cell: first, failed: false })).toBe(0);
  });

  it('is not a cell that was run elsewhere', () => {
    expect(cellInQuestion([first, second, empty], 2, { cell: first, failed: true })).toBe(2);
  });
});
