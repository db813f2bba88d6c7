import type { MessageFrame } from '../client/frames';
import type { IStoredNotebook } from '../client/rest';
import type { INotebookExcerpt } from '../tokens/excerpt';

/** The notebook part of a message, field by field as it is sent. */
export type ContextFields = Pick<
  MessageFrame,
  | 'notebook_path'
  | 'cell_id'
  | 'cell_code'
  | 'execution_count'
  | 'error_output'
  | 'exercise_id'
  | 'exercise_text'
  | 'exercise_difficulty'
  | 'neighbours'
>;

/** What the student can leave out, one by one. */
export const CHIP_KINDS = ['exercise', 'cell', 'error', 'nearby'] as const;

export type ChipKind = (typeof CHIP_KINDS)[number];

export interface IChip {
  readonly kind: ChipKind;
  /** What tells this chip from others of its kind: exercise id, cell counter, error name, or number of cells. */
  readonly detail: string;
}

const FIELDS_OF: Record<ChipKind, readonly (keyof ContextFields)[]> = {
  exercise: ['exercise_id', 'exercise_text', 'exercise_difficulty'],
  cell: ['cell_id', 'cell_code', 'execution_count'],
  error: ['error_output'],
  nearby: ['neighbours']
};

/** Everything in the excerpt that could go along with a message. */
export function allFields(excerpt: INotebookExcerpt): ContextFields {
  return withoutEmpty({
    notebook_path: excerpt.path,
    cell_id: excerpt.cellId,
    cell_code: excerpt.code,
    execution_count: excerpt.executionCount,
    error_output: excerpt.error,
    exercise_id: excerpt.exerciseId,
    exercise_text: excerpt.exerciseText,
    exercise_difficulty: excerpt.exerciseDifficulty,
    neighbours: [...excerpt.neighbours]
  });
}

/** The fields that went along with a stored question. */
export function storedFields(notebook: IStoredNotebook | null): ContextFields {
  const { path, ...rest } = notebook ?? {};
  return withoutEmpty({ notebook_path: path, ...rest });
}

/** The fields without those of the chips that were taken off. */
export function keptFields(fields: ContextFields, off: ReadonlySet<ChipKind>): ContextFields {
  const gone = new Set(CHIP_KINDS.filter(kind => off.has(kind)).flatMap(kind => FIELDS_OF[kind]));
  const kept = Object.entries(fields).filter(([name]) => !gone.has(name as keyof ContextFields));
  return Object.fromEntries(kept);
}

/** One chip for each kind of thing that the fields hold. */
export function chipsOf(fields: ContextFields): IChip[] {
  const details: Record<ChipKind, string | null> = {
    exercise: fields.exercise_id ?? null,
    cell: fields.cell_code ? String(fields.execution_count ?? ' ') : null,
    error: fields.error_output ? errorName(fields.error_output) : null,
    nearby: fields.neighbours?.length ? String(fields.neighbours.length) : null
  };
  return CHIP_KINDS.flatMap(kind => {
    const detail = details[kind];
    return detail === null ? [] : [{ kind, detail }];
  });
}

/** The name of the exception that a traceback ends with, or '' when it cannot be told. */
export function errorName(traceback: string): string {
  const lines = traceback.trim().split('\n').reverse();
  for (const line of lines) {
    const name = /^([A-Za-z_][\w.]*(?:Error|Exception|Warning|Interrupt|Iteration|Exit))\b/.exec(
      line
    );
    if (name) {
      return name[1];
    }
  }
  return /^([A-Za-z_]\w*)(?::|$)/.exec(lines[0])?.[1] ?? '';
}

function withoutEmpty(fields: ContextFields): ContextFields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => !isEmpty(value)));
}

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || value === '' || isEmptyList(value);
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}
