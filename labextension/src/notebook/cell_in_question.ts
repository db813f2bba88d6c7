import type { ICellModel } from '@jupyterlab/cells';

/** The cell that was run last, and how that ended. */
export interface IRun {
  readonly cell: ICellModel;
  readonly failed: boolean;
}

/**
 * Which cell the student means: the index into `cells`.
 *
 * It is the active one. After Shift+Enter, however, Jupyter moves on to the next cell: when the
 * cell just run failed, or the next is still empty, the one just run is meant.
 */
export function cellInQuestion(
  cells: readonly ICellModel[],
  active: number,
  justRun: IRun | null
): number {
  if (active <= 0 || !justRun || cells[active - 1] !== justRun.cell) {
    return active;
  }
  const activeIsEmpty = cells[active].sharedModel.getSource().trim() === '';
  return justRun.failed || activeIsEmpty ? active - 1 : active;
}
