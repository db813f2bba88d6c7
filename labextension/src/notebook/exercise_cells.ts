import { answerTo, checkTag } from './module_tag';

/** A cell as far as exercises are read from it. */
export interface IReadableCell {
  readonly type: string;
  readonly source: string;
  /** Its metadata `jupyter_tutor`. */
  readonly own: unknown;
}

export interface ICheckCell {
  /** Null where it has none; it is then known by its place. */
  readonly name: string | null;
  readonly code: string;
}

/** An exercise of a module, as its notebook has it. */
export interface IExerciseCells {
  readonly id: string;
  /** Number of its first answer cell, counted from 0. */
  readonly at: number;
  /** What the student wrote, one code cell after the other; empty for an answer in prose. */
  readonly code: readonly string[];
  /** Whether the answer is prose. */
  readonly written: boolean;
  readonly checks: readonly ICheckCell[];
}

/** The exercises of a notebook, in its order. */
export function exercisesIn(cells: readonly IReadableCell[]): IExerciseCells[] {
  const found = new Map<string, IExerciseCells>();
  let last: string | null = null;
  cells.forEach(({ type, source, own }, at) => {
    const id = answerTo(own);
    if (id !== null) {
      last = id;
      found.set(id, withAnswer(found.get(id), id, at, type, source));
      return;
    }
    const check = checkTag(own);
    const owner = check?.exercise ?? last;
    const exercise = owner === null ? undefined : found.get(owner);
    if (check && exercise && type === 'code') {
      const checks = [...exercise.checks, { name: check.name, code: source }];
      found.set(exercise.id, { ...exercise, checks });
    }
  });
  return [...found.values()];
}

function withAnswer(
  before: IExerciseCells | undefined,
  id: string,
  at: number,
  type: string,
  source: string
): IExerciseCells {
  const code = type === 'code' ? [source] : [];
  if (!before) {
    return { id, at, code, written: type !== 'code', checks: [] };
  }
  // A cell that was split in two is still one answer.
  return {
    ...before,
    code: [...before.code, ...code],
    written: before.written && type !== 'code'
  };
}
