/** What was written into a notebook when it was laid down in the workspace. */
export interface ITaken {
  /** Id of the module on the server. */
  readonly module: string;
  /** Fingerprint of all cells as they were laid down. */
  readonly whole: string;
}

/** What a notebook says of the module that it is. */
export interface IModuleTag {
  readonly slug: string;
  readonly title: string;
  /** Number of the release, from 1. */
  readonly release: number;
  readonly taken: ITaken | null;
}

/**
 * The module that a student's notebook is, from its metadata `jupyter_tutor`; null for other notebooks.
 *
 * What an instructor writes, and previews, names a module as well but no release of it.
 */
export function readModuleTag(own: unknown): IModuleTag | null {
  const module = isRecord(own) ? own.module : null;
  if (!isRecord(module) || typeof module.slug !== 'string' || !module.slug) {
    return null;
  }
  const { slug, title, release } = module;
  if (typeof release !== 'number' || release < 1) {
    return null;
  }
  return {
    slug,
    title: typeof title === 'string' && title ? title : slug,
    release,
    taken: readTaken(isRecord(own) ? own.taken : null)
  };
}

/** The exercise that a cell is the answer of, from its metadata `jupyter_tutor`; null for other cells. */
export function answerTo(own: unknown): string | null {
  if (!isRecord(own) || own.role !== undefined) {
    return null;
  }
  const id = isRecord(own.exercise) ? own.exercise.id : own.exercise;
  return typeof id === 'string' && id ? id : null;
}

export interface ICheckTag {
  /** Null where it belongs to the exercise above. */
  readonly exercise: string | null;
  readonly name: string | null;
}

/** The check that a cell is, from its metadata `jupyter_tutor`; null for other cells. */
export function checkTag(own: unknown): ICheckTag | null {
  if (!isRecord(own) || own.role !== 'check') {
    return null;
  }
  return {
    exercise: typeof own.exercise === 'string' ? own.exercise : null,
    name: typeof own.name === 'string' && own.name ? own.name : null
  };
}

function readTaken(value: unknown): ITaken | null {
  return isRecord(value) && typeof value.module === 'string' && typeof value.whole === 'string'
    ? { module: value.module, whole: value.whole }
    : null;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
