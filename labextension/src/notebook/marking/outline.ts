import { EMPTY_EXERCISE, type IExerciseMark, type Mark, type PartMark, readMark } from './mark';
import { headingsIn } from './names';

export type CellType = 'code' | 'markdown' | 'raw';

/** A cell, as far as marking it up goes. */
export interface IMarkedCell {
  readonly id: string;
  readonly type: CellType;
  readonly source: string;
  /** Its `metadata.jupyter_tutor`, whatever that is. */
  readonly own: unknown;
  /** The exercise that another markup makes of it, as far as that is known. */
  readonly foreign?: IForeignExercise;
}

/** An exercise in the markup of nbgrader, Otter or MyST. */
export interface IForeignExercise {
  readonly id: string;
  readonly title: string;
  readonly format: string;
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

/** What a cell is: what its own metadata say, else what another markup makes of it. */
export function markOf({ own, foreign }: IMarkedCell): Mark | null {
  const mark = readMark(own);
  if (foreign && mark === null) {
    return { ...EMPTY_EXERCISE, id: foreign.id, title: foreign.title };
  }
  return foreign && mark?.role === 'exercise' && !mark.id ? { ...mark, id: foreign.id } : mark;
}

/** The exercises of a notebook and what belongs to them. */
export function outlineOf(cells: readonly IMarkedCell[]): IOutline {
  const marks = cells.map(markOf);
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

/** The last heading above a cell, in it if it is text; '' without one. */
export function headingAbove(cells: readonly IMarkedCell[], at: number): string {
  for (let i = at; i >= 0; i--) {
    const headings = i === at || isText(cells[i]) ? headingsOf(cells[i]) : [];
    if (headings.length > 0) {
      return headings[headings.length - 1];
    }
  }
  return '';
}

/** The title that an exercise has without being given one: the first heading of its text; '' without one. */
export function titleInText(
  cells: readonly IMarkedCell[],
  at: number,
  mark: IExerciseMark
): string {
  const text = mark.text ? headingsIn(mark.text) : headingsOf(textAbove(cells, at));
  return text[0] ?? '';
}

function titleOf(cells: readonly IMarkedCell[], at: number, mark: IExerciseMark): string {
  return mark.title || titleInText(cells, at, mark) || mark.id;
}

/** The text directly above a cell, past what students never see; null where something else is. */
function textAbove(cells: readonly IMarkedCell[], at: number): IMarkedCell | null {
  for (const cell of cells.slice(0, at).reverse()) {
    const mark = markOf(cell);
    const isSeen = mark === null || mark.role === 'exercise' || isVisibleCheck(mark);
    if (isSeen && cell.source.trim()) {
      return isText(cell) ? cell : null;
    }
  }
  return null;
}

function isVisibleCheck(mark: Mark): boolean {
  return mark.role === 'check' && !mark.hidden;
}

function isText(cell: IMarkedCell): boolean {
  return cell.type === 'markdown' && markOf(cell) === null;
}

function headingsOf(cell: IMarkedCell | null): string[] {
  return cell?.type === 'markdown' ? headingsIn(cell.source) : [];
}
