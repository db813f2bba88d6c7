import type { ICell, INotebookContent } from '@jupyterlab/nbformat';
import type {
  IExerciseRow,
  IModule,
  IModuleList,
  IModuleRow,
  IRules,
  IStoredProgress
} from '../src/client/module_types';

export function codeCell(id: string, source: string, own?: object, outputs: object[] = []): ICell {
  const metadata = own ? { jupyter_tutor: own } : {};
  return {
    id,
    cell_type: 'code',
    source,
    metadata,
    outputs,
    execution_count: null
  } as unknown as ICell;
}

export function textCell(id: string, source: string): ICell {
  return { id, cell_type: 'markdown', source, metadata: {} };
}

export function notebook(cells: ICell[], own?: object): INotebookContent {
  const metadata = own ? { jupyter_tutor: own } : {};
  return { nbformat: 4, nbformat_minor: 5, metadata, cells } as unknown as INotebookContent;
}

export const MODULE_TAG = {
  version: 1,
  module: { slug: 'numpy-basics', title: 'NumPy basics', release: 2 }
};

/** The release of the module m1. */
export const RELEASE = notebook(
  [
    textCell('intro', '# NumPy basics'),
    codeCell('setup', 'import numpy as np'),
    textCell('task', 'Write `mean`.'),
    codeCell('answer', 'def mean(values):\n    ...', { exercise: { id: 'mean', title: 'Mean' } }),
    codeCell('check', 'assert mean([1, 3]) == 2', {
      role: 'check',
      exercise: 'mean',
      name: 'two values'
    })
  ],
  MODULE_TAG
);

export const EXERCISE: IExerciseRow = {
  id: 'mean',
  title: 'Mean',
  points: 1,
  checks: 1,
  status: 'not_started',
  attempts: 0,
  hint_level: 0
};

export const NO_RULES: IRules = { policy: { tutor: null }, exam: null };

export const ROW: IModuleRow = {
  ...NO_RULES,
  id: 'm1',
  course: 'c1',
  slug: 'numpy-basics',
  title: 'NumPy basics',
  summary: 'Arrays instead of loops.',
  order: 1,
  minutes: 40,
  requires: [],
  version: 2,
  status: 'not_started',
  done: 0,
  total: 1,
  attempt_count: 0,
  taken_version: null
};

export const NEXT_ROW: IModuleRow = {
  ...ROW,
  id: 'm2',
  slug: 'linear-algebra',
  title: 'Linear algebra',
  order: 2,
  minutes: 90,
  requires: ['numpy-basics'],
  total: 4
};

export const MODULE: IModule = { ...ROW, exercises: [EXERCISE] };

export const LIST: IModuleList = {
  courses: [{ ...NO_RULES, id: 'c1', slug: 'scientific', title: 'Scientific computing' }],
  modules: [ROW, NEXT_ROW]
};

export const NOTHING_DONE: IStoredProgress = {
  module_id: 'm1',
  status: 'not_started',
  version: null,
  module_version: null,
  attempt_count: 0,
  updated_at: null,
  exercises: [],
  notebook_state: null
};
