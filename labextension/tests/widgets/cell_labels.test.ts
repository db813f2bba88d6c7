import { nullTranslator } from '@jupyterlab/translation';
import { labelsOf } from '../../src/widgets/cell_labels';
import { aCell } from '../fake_notebook';

const TRANS = nullTranslator.load('jupyter_tutor');
const CELLS = [
  aCell('markdown', '## Exercise 1: Mean'),
  aCell('code', 'a', { exercise: 'mean' }),
  aCell('markdown', 'h', { role: 'hint', level: 3 }),
  aCell('code', 'c', { role: 'check', hidden: true }),
  aCell('markdown', 's', { role: 'solution', exercise: 'gone' }),
  { ...aCell('code', 'n'), foreign: { id: 'q1', title: 'Median', format: 'nbgrader' } }
];

describe('labels on cells', () => {
  it('say what a cell is and to which exercise it belongs', () => {
    const view = { path: 'a.ipynb', cells: CELLS, active: 0, own: null };
    expect(labelsOf(view, TRANS)).toEqual([
      null,
      { role: 'exercise', text: 'Exercise · Mean' },
      { role: 'hint', text: 'Hint 3 · Mean' },
      { role: 'check', text: 'Hidden check · Mean' },
      { role: 'solution', text: 'Solution' },
      { role: 'exercise', text: 'Exercise · Median' }
    ]);
  });

  it('are not put on a notebook that was handed out', () => {
    const own = { version: 1, module: { slug: 'a', release: 1 } };
    const view = { path: 'a.ipynb', cells: CELLS, active: 0, own };
    expect(labelsOf(view, TRANS).filter(Boolean)).toEqual([]);
  });
});
