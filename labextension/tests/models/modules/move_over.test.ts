import type { INotebookContent } from '@jupyterlab/nbformat';
import { laidDown, sourceOf } from '../../../src/models/modules/content';
import { moveOver } from '../../../src/models/modules/move_over';
import { readModuleTag } from '../../../src/notebook/module_tag';
import { written } from '../../fake_modules';
import { codeCell, notebook, RELEASE, textCell } from '../../module_facts';

const sources = ({ cells }: INotebookContent): string[] => cells.map(sourceOf);

/** The next release of m1: another task, another check, a new exercise, and no setup cell. */
const NEXT = notebook(
  [
    textCell('intro', '# NumPy basics'),
    textCell('task', 'Write `mean` without a loop.'),
    codeCell('answer', 'def mean(values):\n    pass', { exercise: { id: 'mean' } }),
    codeCell('check', 'assert mean([2, 4]) == 3', { role: 'check', exercise: 'mean' }),
    codeCell('second', 'variance = ...', { exercise: { id: 'variance' } })
  ],
  { version: 1, module: { slug: 'numpy-basics', title: 'NumPy basics', release: 3 } }
);

// req: M2
describe('moveOver', () => {
  const start = laidDown(RELEASE, 'm1');

  it('takes the answers along, into the answer cells of their exercises', () => {
    const mine = written(start, 'answer', 'def mean(values):\n    return 2');
    const moved = moveOver(mine, NEXT, 'm1');
    expect(sources(moved)).toEqual([
      '# NumPy basics',
      'Write `mean` without a loop.',
      'def mean(values):\n    return 2',
      'assert mean([2, 4]) == 3',
      'variance = ...'
    ]);
    expect(readModuleTag(moved.metadata.jupyter_tutor)?.release).toBe(3);
  });

  it('takes the new starting code where nothing was written yet', () => {
    expect(sources(moveOver(start, NEXT, 'm1'))[2]).toBe('def mean(values):\n    pass');
  });

  it('keeps cells that the student has added, below the cell that they stood under', () => {
    const cells = [...start.cells];
    cells.splice(4, 0, codeCell('own', 'mean([5])'));
    const moved = moveOver(
      { ...start, cells: [textCell('top', 'My notes'), ...cells] },
      NEXT,
      'm1'
    );
    expect(sources(moved)[0]).toBe('My notes');
    expect(sources(moved)[4]).toBe('mean([5])');
  });

  it('keeps what was written into a cell that is gone, and leaves out one that nobody touched', () => {
    const mine = written(start, 'setup', 'import numpy as np\nnp.seterr(all="raise")');
    expect(sources(moveOver(mine, NEXT, 'm1')).at(-1)).toContain('seterr');
    expect(sources(moveOver(start, NEXT, 'm1'))).not.toContain('import numpy as np');
  });

  it('shows both where the student and the course changed the same text', () => {
    const mine = written(start, 'task', 'Write `mean`. (I think of a sum.)');
    const moved = sources(moveOver(mine, NEXT, 'm1'));
    expect(moved[1]).toBe('Write `mean` without a loop.');
    expect(moved[2]).toBe('Write `mean`. (I think of a sum.)');
  });

  it('loses nothing that was written, wherever it stood', () => {
    const mine = start.cells.reduce(
      (content, cell) =>
        written(content, String(cell.id), `${sourceOf(cell)}\n# by me: ${String(cell.id)}`),
      start
    );
    const moved = sources(moveOver(mine, NEXT, 'm1')).join('\n');
    for (const cell of start.cells) {
      expect(moved).toContain(`# by me: ${String(cell.id)}`);
    }
  });

  it('gives no id to two cells', () => {
    const mine = written(start, 'task', 'Mine.');
    const ids = moveOver(mine, NEXT, 'm1').cells.map(cell => cell.id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('keeps the answers of a notebook that does not say what it was', () => {
    const mine = written(RELEASE, 'answer', 'def mean(values):\n    return 7');
    expect(sources(moveOver(mine, NEXT, 'm1'))[2]).toContain('return 7');
  });
});
