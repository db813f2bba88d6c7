import type { INotebookExcerpt } from '../src/tokens/excerpt';

/** A failing cell of an exercise. */
export const EXCERPT: INotebookExcerpt = {
  path: 'week1.ipynb',
  cellId: 'c4',
  code: 'totl',
  executionCount: 4,
  error: "Traceback\nNameError: name 'totl' is not defined",
  neighbours: ['import math'],
  exerciseId: 'mean',
  exerciseText: 'Compute the mean.',
  exerciseDifficulty: { programming: 1, mathematics: 2 },
  heading: 'Lists'
};
