/** How hard an exercise says it is, from 1 to 5. */
export interface IDifficulty {
  readonly programming: number;
  readonly mathematics: number;
}

/** What the panel reads from the notebook beside it; all of it is the student's or the course's own text. */
export interface INotebookExcerpt {
  /** Path of the notebook, relative to the server's root. */
  readonly path: string;
  /** Id of the code cell in question, or null when a text cell is active. */
  readonly cellId: string | null;
  readonly code: string | null;
  /** The counter that Jupyter shows beside the cell; null when it was never run. */
  readonly executionCount: number | null;
  /** Traceback text of the cell without colour codes, at most about 20 kB. */
  readonly error: string | null;
  /** Sources of the cells around the one in question, in notebook order, each cut to a sensible length. */
  readonly neighbours: readonly string[];
  readonly exerciseId: string | null;
  readonly exerciseText: string | null;
  readonly exerciseDifficulty: IDifficulty | null;
  /** The nearest heading above the cell; only used to suggest a question, never sent. */
  readonly heading: string | null;
}
