import { EMPTY_EXERCISE, type Mark, type PartMark, type Role, writeMark } from './mark';
import { slugOf, topicOf, unique } from './names';
import {
  type CellType,
  headingAbove,
  type IMarkedCell,
  markOf,
  outlineOf,
  ownerOf
} from './outline';
import { type IPolicy, readPolicy, writePolicy } from './policy';
import { asRecord, type Json, patch } from './records';

/** What a cell's `metadata.jupyter_tutor` is to be; null takes it away. */
export interface ICellEdit {
  readonly cell: number;
  readonly own: Json | null;
}

/** A cell that is to be put in at `at`. */
export interface INewCell {
  readonly at: number;
  readonly type: 'code' | 'markdown';
  readonly own: Json;
}

/** The kinds of cell that a role can be given to; the first is the usual one. */
const FITTING: Record<Role, readonly CellType[]> = {
  exercise: ['code', 'markdown'],
  hint: ['markdown'],
  solution: ['code', 'markdown'],
  check: ['code'],
  mistake: ['markdown']
};

export function fits(role: Role, type: CellType): boolean {
  return FITTING[role].includes(type);
}

/** Make the cell at `at` what `role` says, with everything that can be known of it filled in. */
export function markCell(cells: readonly IMarkedCell[], at: number, role: Role): ICellEdit[] {
  const mark = freshMark(cells, at, role);
  return [{ cell: at, own: writeMark(cells[at].own, mark) }];
}

/** Give the cell at `at` another mark of its role. What names an exercise whose id changes names it still. */
export function changeMark(cells: readonly IMarkedCell[], at: number, mark: Mark): ICellEdit[] {
  const edits = [{ cell: at, own: writeMark(cells[at].own, mark) }];
  const marks = cells.map(markOf);
  const before = marks[at];
  if (before?.role !== 'exercise' || mark.role !== 'exercise' || before.id === mark.id) {
    return edits;
  }
  const named = marks.flatMap((part, cell) =>
    part && part.role !== 'exercise' && part.exercise && ownerOf(marks, cell) === at
      ? [{ cell, own: writeMark(cells[cell].own, { ...part, exercise: mark.id }) }]
      : []
  );
  return [...edits, ...named];
}

/** What is allowed in the cell at `at` by itself. */
export function cellPolicy(cells: readonly IMarkedCell[], at: number): IPolicy {
  return readPolicy(asRecord(cells[at].own).policy);
}

/** Whether the cell at `at` can have a policy of its own: students have to get it as code. */
export function canHavePolicy(cells: readonly IMarkedCell[], at: number): boolean {
  const mark = markOf(cells[at]);
  const isSeen = mark === null || (mark.role === 'check' && !mark.hidden);
  return cells[at].type === 'code' && isSeen;
}

/** Give the cell at `at` a policy of its own, whatever else it is. */
export function changeCellPolicy(
  cells: readonly IMarkedCell[],
  at: number,
  policy: IPolicy
): ICellEdit[] {
  const before = asRecord(cells[at].own);
  const own = patch(before, { policy: writePolicy(before.policy, policy) });
  return [{ cell: at, own: Object.keys(own).length > 0 ? own : null }];
}

/** Make the cell at `at` plain again. */
export function unmarkCell(cells: readonly IMarkedCell[], at: number): ICellEdit[] {
  return [{ cell: at, own: writeMark(cells[at].own, null) }];
}

/**
 * A new cell for a part of the exercise at `exercise`, behind the parts that stand below it already.
 *
 * A hint gets `level`, else the lowest step that has none.
 */
export function newPart(
  cells: readonly IMarkedCell[],
  exercise: number,
  role: PartMark['role'],
  level: number | null = null
): INewCell {
  const { exercises } = outlineOf(cells);
  const outline = exercises.find(each => each.cell === exercise);
  const next = exercises.find(each => each.cell > exercise)?.cell ?? cells.length;
  const below = (outline?.parts ?? []).map(part => part.cell).filter(cell => cell < next);
  const at = Math.max(exercise, ...below) + 1;
  const isProse = role === 'solution' && cells[exercise].type === 'markdown';
  const type = role === 'check' || (role === 'solution' && !isProse) ? 'code' : 'markdown';
  const empty = { id: '', type, source: '', own: null } as const;
  const grown = [...cells.slice(0, at), empty, ...cells.slice(at)];
  const mark = freshMark(grown, at, role);
  const leveled = mark.role === 'hint' && level !== null ? { ...mark, level } : mark;
  return { at, type, own: writeMark(null, leveled) ?? {} };
}

function freshMark(cells: readonly IMarkedCell[], at: number, role: Role): Mark {
  if (role === 'exercise') {
    return { ...EMPTY_EXERCISE, id: proposeId(cells, at) };
  }
  const exercise = exerciseFor(cells, at);
  switch (role) {
    case 'hint':
      return { role, exercise, level: nextLevel(cells, at, exercise) };
    case 'solution':
      return { role, exercise };
    case 'check':
      return { role, exercise, hidden: false, points: null, name: '' };
    case 'mistake':
      return { role, exercise, error: '', code: '', got: '' };
  }
}

/** The id that another markup gives the exercise, else one from the heading above that no other has. */
export function proposeId(cells: readonly IMarkedCell[], at: number): string {
  const { foreign } = cells[at];
  if (foreign) {
    return foreign.id;
  }
  const others = cells.flatMap((cell, index) => {
    const mark = index === at ? null : markOf(cell);
    return mark?.role === 'exercise' ? [mark.id] : [];
  });
  const name = slugOf(topicOf(headingAbove(cells, at)));
  return unique(name || 'exercise', new Set(others));
}

/** Which exercise a part at `at` has to name: none below one, for it is that one; else the next one below. */
function exerciseFor(cells: readonly IMarkedCell[], at: number): string {
  const { exercises } = outlineOf(cells);
  if (exercises.some(each => each.cell < at)) {
    return '';
  }
  return exercises.find(each => each.cell > at)?.mark.id ?? '';
}

/** The lowest step without a hint; the last one when there are hints for all. */
function nextLevel(cells: readonly IMarkedCell[], at: number, exercise: string): number {
  const asHint = writeMark(null, { role: 'hint', exercise, level: null });
  const marked = cells.map((cell, i) => (i === at ? { ...cell, own: asHint } : cell));
  const outline = outlineOf(marked).exercises.find(({ parts }) => parts.some(p => p.cell === at));
  const taken = (outline?.parts ?? []).map(({ mark }) =>
    mark.role === 'hint' ? mark.level : null
  );
  return [1, 2, 3, 4, 5].find(level => !taken.includes(level)) ?? 5;
}
