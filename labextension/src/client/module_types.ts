import type { INotebookContent } from '@jupyterlab/nbformat';

export type ModuleStatus = 'not_started' | 'in_progress' | 'completed';
export type ExerciseStatus = 'not_started' | 'in_progress' | 'done';

/** How far a student is with an exercise. */
export interface IExerciseProgress {
  readonly id: string;
  readonly status: ExerciseStatus;
  /** How often its checks were run. */
  readonly attempts: number;
  /** The highest step of the ladder that was given for it; 0 or null before the first. */
  readonly hint_level: number | null;
}

export interface IExerciseRow extends IExerciseProgress {
  readonly title: string;
  readonly points: number;
  /** How many of its checks are handed to students. */
  readonly checks: number;
}

/** What the course staff has set for a course or module on the server. */
export interface IRules {
  readonly policy: { readonly tutor: 'on' | 'off' | null };
  /** When the tutor is silent, as ISO dates; null where no exam is set. */
  readonly exam: { readonly from: string; readonly until: string } | null;
}

export interface ICourse extends IRules {
  readonly id: string;
  readonly slug: string;
  readonly title: string;
}

/** A module as the list shows it, with the student's own standing. */
export interface IModuleRow extends IRules {
  readonly id: string;
  /** Id of its course, or null. */
  readonly course: string | null;
  readonly slug: string;
  readonly title: string;
  readonly summary: string;
  readonly order: number | null;
  readonly minutes: number | null;
  /** Slugs of the modules to be done before. */
  readonly requires: readonly string[];
  readonly version: number;
  readonly status: ModuleStatus;
  /** Exercises that are done, and all of them. */
  readonly done: number;
  readonly total: number;
  readonly attempt_count: number;
  /** The version that the student's notebook is of; null before there is one. */
  readonly taken_version: number | null;
}

export interface IModule extends IModuleRow {
  readonly exercises: readonly IExerciseRow[];
}

export interface IModuleList {
  readonly courses: readonly ICourse[];
  readonly modules: readonly IModuleRow[];
}

/** The student notebook of a module. */
export interface IRelease {
  readonly notebook: INotebookContent;
  /** What its file is to be called. */
  readonly name: string;
  readonly version: number;
}

export interface IProgress {
  readonly module_id: string;
  readonly status: ModuleStatus;
  /** Counts the states that were kept; null before the first. */
  readonly version: number | null;
  readonly module_version: number | null;
  readonly attempt_count: number;
  readonly updated_at: string | null;
  readonly exercises: readonly IExerciseProgress[];
}

export interface IStoredProgress extends IProgress {
  readonly notebook_state: INotebookContent | null;
}

/** What is to be kept of a module. */
export interface IProgressChange {
  readonly notebook_state: INotebookContent;
  /** The version that it is based on; null for the first. */
  readonly version: number | null;
  readonly module_version: number | null;
}

/** How one check ended. */
export interface ICheckResult {
  readonly name: string;
  readonly passed: boolean;
  readonly message: string;
}

/** An exercise of the overview of a class. */
export interface IExerciseSum {
  readonly id: string;
  readonly title: string;
  readonly not_started: number;
  readonly in_progress: number;
  readonly done: number;
  readonly attempts: number;
  /** How many students got as far as step 1, 2, … 5. */
  readonly hint_levels: readonly number[];
}

export interface IModuleSum {
  readonly id: string;
  readonly title: string;
  readonly exercises: readonly IExerciseSum[];
  readonly students: number;
  readonly completed: number;
}
