import type { ServerConnection } from '@jupyterlab/services';
import { TutorApi } from './api';

/** A notebook as nbformat 4 JSON. */
export type NotebookJson = Readonly<Record<string, unknown>>;

/** What is wrong in a notebook, where, and how to mend it. */
export interface IFault {
  readonly severity: 'error' | 'warning';
  /** Counted from 1; 0 for the notebook as a whole. */
  readonly cell: number;
  readonly line: string;
  readonly message: string;
  readonly mend: string;
}

/** An exercise as the server understands it, whatever format it was written in. */
export interface ICheckedExercise {
  readonly id: string;
  readonly title: string;
  /** The number of its answer cell, counted from 1. */
  readonly cell: number;
  readonly cell_id: string | null;
  readonly format: string;
  readonly has_solution: boolean;
  /** How many checks students see, and how many they do not. */
  readonly checks: number;
  readonly hidden_checks: number;
  readonly mistakes: number;
}

export interface ICheckResult {
  readonly faults: readonly IFault[];
  readonly exercises: readonly ICheckedExercise[];
}

export interface IPublishedCourse {
  readonly id: string;
  readonly slug: string;
  readonly title: string;
}

/** A time in which the tutor is silent, as ISO 8601. */
export interface IExam {
  readonly from: string;
  readonly until: string;
}

/** What was set for a module on the server, beside what its notebook says. */
export interface ISetPolicy {
  readonly max_hint_level: number | null;
  readonly tutor: 'on' | 'off' | null;
  readonly words: string;
}

/** A published module, as far as its author is told. */
export interface IPublishedModule {
  readonly id: string;
  /** The id of its course, or null. */
  readonly course: string | null;
  readonly slug: string;
  readonly title: string;
  readonly order: number | null;
  readonly version: number;
  readonly policy: ISetPolicy;
  readonly exam: IExam | null;
}

export interface IPublishedList {
  readonly courses: readonly IPublishedCourse[];
  readonly modules: readonly IPublishedModule[];
}

/** A notebook to be judged; the slug names a module whose notebook does not. */
export interface ISubmission {
  readonly notebook: NotebookJson;
  readonly slug: string;
}

/** A notebook to be published; in its course, where it has one, at its place. */
export interface IPublication {
  readonly course?: { readonly slug: string; readonly title: string };
  readonly modules: readonly (ISubmission & { readonly order?: number })[];
}

/** The tutor's REST endpoints for whoever writes modules. */
export class AuthoringRest {
  constructor(settings: ServerConnection.ISettings) {
    this.api = new TutorApi(settings);
  }

  check(submission: ISubmission): Promise<ICheckResult> {
    return this.api.json<ICheckResult>('POST', 'modules/check', { json: submission });
  }

  /** The notebook as students would get it. */
  async preview(submission: ISubmission): Promise<NotebookJson> {
    const options = { json: submission };
    return (await this.api.json<{ notebook: NotebookJson }>('POST', 'modules/preview', options))
      .notebook;
  }

  modules(): Promise<IPublishedList> {
    return this.api.json<IPublishedList>('GET', 'modules');
  }

  /** What students get of a published module now. */
  async released(id: string): Promise<NotebookJson> {
    return (await this.api.json<{ notebook: NotebookJson }>('GET', `modules/${id}/notebook`))
      .notebook;
  }

  /** Give students these notebooks from now on; returned is how they stand among the modules. */
  async publish(publication: IPublication): Promise<readonly IPublishedModule[]> {
    const options = { json: publication };
    return (await this.api.json<Pick<IPublishedList, 'modules'>>('POST', 'modules', options))
      .modules;
  }

  /** Take a module from the students; what they did in it stays. */
  async unpublish(id: string): Promise<void> {
    await this.api.request('DELETE', `modules/${id}`);
  }

  /** Replace what is set for a module on the server; null for no exam. */
  async setPolicy(id: string, policy: ISetPolicy, exam: IExam | null): Promise<void> {
    await this.api.request('PUT', `modules/${id}/policy`, { json: { ...policy, exam } });
  }

  private readonly api: TutorApi;
}
