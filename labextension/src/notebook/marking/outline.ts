import { type IExerciseMark, type Mark, type PartMark, readMark } from './mark';
import { headingIn, topicOf } from './names';

export type CellType = 'code' | 'markdown' | 'raw';

/** A cell, as far as marking it up goes. */
export interface IMarkedCell {
  readonly id: string;
  readonly type: CellType;
  readonly source: string;
  /** Its `metadata.jupyter_tutor`, whatever that is. */
  readonly own: unknown;
}

/** A cell that belongs to an exercise, by its place in the notebook, counted from 0. */
export interface IPart {
  readonly cell: number;
  readonly mark: PartMark;
}

/** An exercise and the cells that belong to it, in the notebook's order. */
export interface IExerciseOutline {
  readonly cell: number;
  readonly mark: IExerciseMark;
  /** Its title, else the heading of its text, else its id. */
  readonly title: string;
  readonly parts: readonly IPart[];
}

export interface IOutline {
  readonly exercises: readonly IExerciseOutline[];
  /** Cells that belong to an exercise that is not there. */
  readonly strays: readonly IPart[];
}

/** The exercises of a notebook and what belongs to them. */
export function outlineOf(cells: readonly IMarkedCell[]): IOutline {
  const marks = cells.map(cell => readMark(cell.own));
  const owners = marks.map((_, at) => ownerOf(marks, at));
  const partsOf = (owner: number | null): IPart[] =>
    marks.flatMap((mark, cell) =>
      mark && mark.role !== 'exercise' && owners[cell] === owner ? [{ cell, mark }] : []
    );
  const exercises = marks.flatMap((mark, cell) =>
    mark?.role === 'exercise'
      ? [{ cell, mark, title: titleOf(cells, cell, mark), parts: partsOf(cell) }]
      : []
  );
  return { exercises, strays: partsOf(null) };
}

/** Where the exercise is that the mark at `at` belongs to: the first of that id, else the one above; null for none. */
export function ownerOf(marks: readonly (Mark | null)[], at: number): number | null {
  const mark = marks[at];
  if (!mark || mark.role === 'exercise') {
    return null;
  }
  const found = mark.exercise
    ? marks.findIndex(each => each?.role === 'exercise' && each.id === mark.exercise)
    : marks.map(each => each?.role).lastIndexOf('exercise', at);
  return found >= 0 ? found : null;
}

/** The heading that an exercise at `at` goes by: that of the text above it, else of any above; '' without one. */
export function headingOf(cells: readonly IMarkedCell[], at: number): string {
  for (let i = at; i >= 0; i--) {
    const heading = cells[i].type === 'markdown' ? headingIn(cells[i].source) : '';
    if (heading && (i === at || readMark(cells[i].own) === null)) {
      return heading;
    }
  }
  return '';
}

function titleOf(cells: readonly IMarkedCell[], at: number, mark: IExerciseMark): string {
  return mark.title || topicOf(headingOf(cells, at)) || mark.id;
}
