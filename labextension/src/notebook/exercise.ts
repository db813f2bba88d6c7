import type { ICellModel } from '@jupyterlab/cells';
import type { IDifficulty } from '../tokens/excerpt';
import { answerTo, checkTag, isRecord } from './module_tag';
import { cutMiddle } from './error_output';

export interface IExercise {
  readonly id: string;
  readonly text: string | null;
  readonly difficulty: IDifficulty | null;
}

const MAX_TEXT = 4_000;

/**
 * The exercise that a cell belongs to, or null.
 *
 * Read from `metadata.jupyter_tutor.exercise` (an id, or an object with `id`, `text` and `difficulty`), else
 * from nbgrader's `grade_id`. Its words are those of the metadata, else of the text above the cell.
 */
export function readExercise(cells: readonly ICellModel[], index: number): IExercise | null {
  for (const at of [answerOfCheck(cells, index) ?? index, solutionAbove(cells, index)]) {
    const found = at === null ? null : (ownExercise(cells[at]) ?? gradedCell(cells[at]));
    if (found && at !== null) {
      return { ...found, text: found.text ?? textAbove(cells, at) };
    }
  }
  return null;
}

function ownExercise(cell: ICellModel): IExercise | null {
  const own: unknown = cell.getMetadata('jupyter_tutor');
  const exercise = isRecord(own) ? own.exercise : null;
  if (typeof exercise === 'string' && exercise) {
    return { id: exercise, text: null, difficulty: null };
  }
  if (isRecord(exercise) && typeof exercise.id === 'string') {
    const { id, text, difficulty } = exercise;
    return {
      id,
      text: typeof text === 'string' ? text : null,
      difficulty: isDifficulty(difficulty) ? difficulty : null
    };
  }
  return null;
}

function gradedCell(cell: ICellModel): IExercise | null {
  const nbgrader: unknown = cell.getMetadata('nbgrader');
  if (!isRecord(nbgrader) || typeof nbgrader.grade_id !== 'string') {
    return null;
  }
  // Visible tests carry a grade_id of their own; the exercise is the solution above them.
  return nbgrader.solution === true
    ? { id: nbgrader.grade_id, text: null, difficulty: null }
    : null;
}

/** Where the solution is that an nbgrader test cell checks, or null for any other cell. */
function solutionAbove(cells: readonly ICellModel[], index: number): number | null {
  const nbgrader: unknown = cells[index].getMetadata('nbgrader');
  if (!isRecord(nbgrader) || nbgrader.grade !== true || nbgrader.solution === true) {
    return null;
  }
  for (let i = index - 1; i >= 0; i--) {
    if (gradedCell(cells[i])) {
      return i;
    }
  }
  return null;
}

/** Where the answer is that a check cell of a module checks, or null for any other cell. */
function answerOfCheck(cells: readonly ICellModel[], index: number): number | null {
  const check = checkTag(cells[index].getMetadata('jupyter_tutor'));
  if (!check) {
    return null;
  }
  for (let i = index - 1; i >= 0; i--) {
    const id = answerTo(cells[i].getMetadata('jupyter_tutor'));
    if (id !== null && (check.exercise === null || id === check.exercise)) {
      return i;
    }
  }
  return null;
}

function textAbove(cells: readonly ICellModel[], index: number): string | null {
  const above = index > 0 ? cells[index - 1] : null;
  return above?.type === 'markdown'
    ? cutMiddle(above.sharedModel.getSource(), MAX_TEXT) || null
    : null;
}

function isDifficulty(value: unknown): value is IDifficulty {
  return isRecord(value) && isGrade(value.programming) && isGrade(value.mathematics);
}

function isGrade(value: unknown): boolean {
  return Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 5;
}
