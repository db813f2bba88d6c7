import type { ICell, INotebookContent } from '@jupyterlab/nbformat';
import { idOf, sourceOf } from './content';
import { aligned } from './sequences';

/** A line of a cell, and whether the other side has it too. */
export interface IDiffLine {
  readonly text: string;
  readonly common: boolean;
}

/** A cell on one side. */
export interface ICellText {
  readonly type: string;
  readonly lines: readonly IDiffLine[];
}

/** What became of a cell, seen from the student's own notebook; cells that are alike in a row are counted. */
export type DiffRow =
  | { readonly kind: 'same'; readonly count: number }
  | { readonly kind: 'changed'; readonly mine: ICellText; readonly other: ICellText }
  | { readonly kind: 'mine'; readonly mine: ICellText }
  | { readonly kind: 'other'; readonly other: ICellText };

/** What differs between the student's notebook and another state of it, in the order of the cells. */
export function notebookDiff(mine: INotebookContent, other: INotebookContent): DiffRow[] {
  const pairs = aligned(mine.cells, other.cells, isSameCell);
  return pairs.reduce<DiffRow[]>((rows, { left, right }) => {
    const row = rowOf(
      left === null ? null : mine.cells[left],
      right === null ? null : other.cells[right]
    );
    const last = rows.length > 0 ? rows[rows.length - 1] : null;
    if (row.kind === 'same' && last?.kind === 'same') {
      return [...rows.slice(0, -1), { kind: 'same', count: last.count + 1 }];
    }
    return [...rows, row];
  }, []);
}

/** How many cells differ. */
export function differences(rows: readonly DiffRow[]): number {
  return rows.filter(row => row.kind !== 'same').length;
}

/** A cell is the same cell while it keeps its id, whatever is written into it. */
function isSameCell(a: ICell, b: ICell): boolean {
  const hasIds = idOf(a) !== '' && idOf(b) !== '';
  return hasIds && idOf(a) === idOf(b)
    ? a.cell_type === b.cell_type
    : a.cell_type === b.cell_type && sourceOf(a) === sourceOf(b);
}

function rowOf(mine: ICell | null, other: ICell | null): DiffRow {
  if (!mine || !other) {
    return mine
      ? { kind: 'mine', mine: wholly(mine) }
      : { kind: 'other', other: wholly(other as ICell) };
  }
  if (sourceOf(mine) === sourceOf(other)) {
    return { kind: 'same', count: 1 };
  }
  const left = sourceOf(mine).split('\n');
  const right = sourceOf(other).split('\n');
  const pairs = aligned(left, right, (a, b) => a === b);
  const linesOf = (lines: readonly string[], side: 'left' | 'right'): IDiffLine[] =>
    pairs.flatMap(pair => {
      const at = pair[side];
      const common = pair.left !== null && pair.right !== null;
      return at === null ? [] : [{ text: lines[at], common }];
    });
  return {
    kind: 'changed',
    mine: { type: mine.cell_type, lines: linesOf(left, 'left') },
    other: { type: other.cell_type, lines: linesOf(right, 'right') }
  };
}

function wholly(cell: ICell): ICellText {
  const lines = sourceOf(cell).split('\n');
  return { type: cell.cell_type, lines: lines.map(text => ({ text, common: false })) };
}
