import type { ICellModel, ICodeCellModel } from '@jupyterlab/cells';
import type { INotebookExcerpt } from '../tokens/excerpt';
import { cutMiddle, readError } from './error_output';
import { readExercise } from './exercise';

/** Characters of the cell in question and of each neighbour that are sent. */
const MAX_CODE = 12_000;
const MAX_NEIGHBOUR = 1_500;
const NEIGHBOURS_EACH_SIDE = 2;

/** What the panel reads from the cells of the notebook at `path`, looking from the cell at `index`. */
export function readExcerpt(
  path: string,
  cells: readonly ICellModel[],
  index: number
): INotebookExcerpt {
  const cell = cells[index] as ICellModel | undefined;
  const code = cell && isCode(cell) ? cell : null;
  const exercise = cell ? readExercise(cells, index) : null;
  return {
    path,
    cellId: code?.id ?? null,
    code: code ? cutMiddle(code.sharedModel.getSource(), MAX_CODE) : null,
    executionCount: code?.executionCount ?? null,
    error: code ? readError(code) : null,
    neighbours: neighbours(cells, index, code !== null),
    exerciseId: exercise?.id ?? null,
    exerciseText: exercise?.text ?? null,
    exerciseDifficulty: exercise?.difficulty ?? null,
    heading: headingAbove(cells, index)
  };
}

/** The cells around `index`; the one at `index` is among them when it is a text cell. */
function neighbours(cells: readonly ICellModel[], index: number, withoutSelf: boolean): string[] {
  const first = Math.max(0, index - NEIGHBOURS_EACH_SIDE);
  return cells
    .slice(first, index + NEIGHBOURS_EACH_SIDE + 1)
    .filter((_, i) => !withoutSelf || first + i !== index)
    .map(cell => cutMiddle(cell.sharedModel.getSource().trim(), MAX_NEIGHBOUR))
    .filter(source => source !== '');
}

function headingAbove(cells: readonly ICellModel[], index: number): string | null {
  for (let i = Math.min(index, cells.length - 1); i >= 0; i--) {
    if (cells[i].type === 'markdown') {
      const headings = cells[i].sharedModel.getSource().match(/^#{1,4}\s+.*$/gm);
      if (headings) {
        return headings[headings.length - 1].replace(/^#+\s+/, '').trim();
      }
    }
  }
  return null;
}

function isCode(cell: ICellModel): cell is ICodeCellModel {
  return cell.type === 'code';
}
