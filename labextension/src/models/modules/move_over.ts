import type { ICell, INotebookContent } from '@jupyterlab/nbformat';
import { answerTo, type ITaken, readModuleTag } from '../../notebook/module_tag';
import { cellFingerprint, idOf, laidDown, ownOf, withoutKey } from './content';

/**
 * A newer release with the student's work in it.
 *
 * Answers go into the answer cells of their exercises, cells that the student has added stay below the
 * cell that they stood under, and what the student changed elsewhere replaces the release's cell where
 * that is as it was, else stands below it. What belongs to an exercise that is gone is kept as well.
 */
export function moveOver(
  mine: INotebookContent,
  release: INotebookContent,
  module: string
): INotebookContent {
  const taken = readModuleTag(mine.metadata.jupyter_tutor)?.taken ?? null;
  const work = workIn(mine, taken);
  const fresh = laidDown(release, module);
  const cells = fresh.cells.flatMap(cell => [
    ...merged(cell, work, taken),
    ...(work.below.get(placeOf(cell)) ?? [])
  ]);
  const places = new Set(fresh.cells.map(placeOf));
  const orphans = [...work.below].filter(([place]) => place !== TOP && !places.has(place));
  return {
    ...fresh,
    cells: [
      ...(work.below.get(TOP) ?? []),
      ...cells,
      ...leftOvers(work, places),
      ...orphans.flatMap(([, added]) => added)
    ]
  };
}

const TOP = '';

interface IWork {
  /** Cells of the release that the student has changed, by place. */
  readonly changed: ReadonlyMap<string, ICell>;
  /** Cells that the student has added, by the place of the release's cell above them. */
  readonly below: ReadonlyMap<string, readonly ICell[]>;
}

/** What a cell is known by in another release: its exercise, else its id. */
function placeOf(cell: ICell): string {
  const exercise = answerTo(ownOf(cell));
  return exercise === null ? `cell ${idOf(cell)}` : `exercise ${exercise}`;
}

function workIn({ cells }: INotebookContent, taken: ITaken | null): IWork {
  const changed = new Map<string, ICell>();
  const below = new Map<string, ICell[]>();
  let above = TOP;
  for (const cell of cells) {
    const before = taken?.cells[idOf(cell)];
    const isAnswer = answerTo(ownOf(cell)) !== null;
    if (before !== undefined || (isAnswer && !changed.has(placeOf(cell)))) {
      above = placeOf(cell);
      if (before !== cellFingerprint(cell)) {
        changed.set(above, cell);
      }
    } else if (taken || isAnswer) {
      below.set(above, [...(below.get(above) ?? []), cell]);
    }
  }
  return { changed, below };
}

/** A cell of the release, with what the student made of it. */
function merged(cell: ICell, { changed }: IWork, taken: ITaken | null): ICell[] {
  const own = changed.get(placeOf(cell));
  if (!own) {
    return [cell];
  }
  if (answerTo(ownOf(cell)) !== null) {
    return [{ ...own, id: cell.id, metadata: cell.metadata }];
  }
  const isAsItWas = taken?.cells[idOf(cell)] === cellFingerprint(cell);
  return isAsItWas ? [{ ...own, metadata: cell.metadata }] : [cell, asOwn(own)];
}

/** Changed cells that the release does not have any more. */
function leftOvers({ changed }: IWork, places: ReadonlySet<string>): ICell[] {
  return [...changed].filter(([place]) => !places.has(place)).map(([, cell]) => asOwn(cell));
}

/** A cell that is the student's alone now: no id that the release uses, no part in an exercise. */
function asOwn(cell: ICell): ICell {
  const metadata = withoutKey(cell.metadata, 'jupyter_tutor');
  return { ...cell, id: newCellId(), metadata } as ICell;
}

function newCellId(): string {
  const digits = Array.from({ length: 8 }, () => Math.floor(Math.random() * 16).toString(16));
  return digits.join('');
}
