import type { IDifficulty } from '../../tokens/excerpt';
import { NO_POLICY, type IPolicy, readPolicy, writePolicy } from './policy';
import {
  asRecord,
  gradeOf,
  isRecord,
  type Json,
  numberOf,
  patch,
  textOf,
  textsOf
} from './records';

/** What a cell is in a module; everything else in it is explanation. */
export type Role = 'exercise' | 'hint' | 'solution' | 'check' | 'mistake';

export interface IExerciseMark {
  readonly role: 'exercise';
  readonly id: string;
  readonly title: string;
  /** The words of the exercise; empty where they stand in the cell above. */
  readonly text: string;
  readonly difficulty: IDifficulty | null;
  readonly points: number | null;
  readonly skills: readonly string[];
  readonly policy: IPolicy;
}

/** A mark of a cell that belongs to an exercise: the one named, or the one above where none is. */
interface IPartMark {
  readonly exercise: string;
}

export interface IHintMark extends IPartMark {
  readonly role: 'hint';
  /** Its step of the ladder, 1 to 5; null while it has none. */
  readonly level: number | null;
}

export interface ISolutionMark extends IPartMark {
  readonly role: 'solution';
}

export interface ICheckMark extends IPartMark {
  readonly role: 'check';
  readonly hidden: boolean;
  readonly points: number | null;
  readonly name: string;
}

/** A common mistake, made where everything that is given holds. */
export interface IMistakeMark extends IPartMark {
  readonly role: 'mistake';
  readonly error: string;
  readonly code: string;
  readonly got: string;
}

export type PartMark = IHintMark | ISolutionMark | ICheckMark | IMistakeMark;
export type Mark = IExerciseMark | PartMark;

/** The keys of a cell's `metadata.jupyter_tutor` that make its mark; all others are left as they are. */
const MARK_KEYS = ['role', 'exercise', 'level', 'hidden', 'points', 'name', 'when'];

/** The mark that a cell's `metadata.jupyter_tutor` says, or null. */
export function readMark(own: unknown): Mark | null {
  const { role, exercise, level, hidden, points, name, when } = asRecord(own);
  switch (role) {
    case 'hint':
      return { role, exercise: textOf(exercise), level: gradeOf(level) };
    case 'solution':
      return { role, exercise: textOf(exercise) };
    case 'check': {
      const more = { hidden: hidden === true, points: numberOf(points), name: textOf(name) };
      return { role, exercise: textOf(exercise), ...more };
    }
    case 'mistake': {
      const { error, code, got } = asRecord(when);
      const trace = { error: textOf(error), code: textOf(code), got: textOf(got) };
      return { role, exercise: textOf(exercise), ...trace };
    }
    case undefined:
      return readExerciseMark(exercise);
    default:
      return null;
  }
}

function readExerciseMark(exercise: unknown): IExerciseMark | null {
  if (typeof exercise === 'string') {
    return { ...EMPTY_EXERCISE, id: exercise };
  }
  if (!isRecord(exercise)) {
    return null;
  }
  const { id, title, text, difficulty, points, skills, policy } = exercise;
  return {
    role: 'exercise',
    id: textOf(id),
    title: textOf(title),
    text: textOf(text),
    difficulty: readDifficulty(difficulty),
    points: numberOf(points),
    skills: textsOf(skills),
    policy: readPolicy(policy)
  };
}

/** An exercise of which nothing has been said. */
export const EMPTY_EXERCISE: IExerciseMark = {
  role: 'exercise',
  id: '',
  title: '',
  text: '',
  difficulty: null,
  points: null,
  skills: [],
  policy: NO_POLICY
};

/** A cell's `metadata.jupyter_tutor` with another mark, or without one; null when nothing is left of it. */
export function writeMark(own: unknown, mark: Mark | null): Json | null {
  const before = asRecord(own);
  const others = Object.entries(before).filter(([key]) => !MARK_KEYS.includes(key));
  const written = { ...Object.fromEntries(others), ...(mark ? encode(before, mark) : {}) };
  return Object.keys(written).length > 0 ? written : null;
}

function encode(before: Json, mark: Mark): Json {
  const { role } = mark;
  if (role === 'exercise') {
    return { exercise: encodeExercise(before.role === undefined ? before.exercise : null, mark) };
  }
  const part = patch({ role }, { exercise: mark.exercise });
  switch (role) {
    case 'hint':
      return patch(part, { level: mark.level });
    case 'solution':
      return part;
    case 'check':
      return patch({ ...part, hidden: mark.hidden }, { points: mark.points, name: mark.name });
    case 'mistake': {
      const { error, code, got } = mark;
      const trace = before.role === 'mistake' ? asRecord(before.when) : {};
      return { ...part, when: patch(trace, { error, code, got }) };
    }
  }
}

/** The id alone where nothing else is said: the short form. */
function encodeExercise(before: unknown, mark: IExerciseMark): Json | string {
  const { id, title, text, difficulty, points, skills } = mark;
  const earlier = asRecord(before);
  const policy = writePolicy(earlier.policy, mark.policy);
  const described = { title, text, difficulty, points, skills, policy };
  const written = patch({ ...earlier, id }, described);
  return Object.keys(written).length === 1 ? id : written;
}

function readDifficulty(value: unknown): IDifficulty | null {
  const { programming, mathematics } = asRecord(value);
  const grades = { programming: gradeOf(programming), mathematics: gradeOf(mathematics) };
  return grades.programming !== null && grades.mathematics !== null
    ? { programming: grades.programming, mathematics: grades.mathematics }
    : null;
}
