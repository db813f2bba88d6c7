import type { ServerConnection } from '@jupyterlab/services';
import { RestError, TutorApi } from './api';
import type {
  ICheckResult,
  IExerciseProgress,
  IModule,
  IModuleList,
  IModuleSum,
  IProgress,
  IRelease,
  IStoredProgress
} from './module_types';
import type { IPacked } from './packing';
import type { IProfile } from './rest';

/** The tutor's REST endpoints for modules and progress. */
export class ModulesRest {
  constructor(settings: ServerConnection.ISettings) {
    this.api = new TutorApi(settings);
  }

  profile(): Promise<IProfile> {
    return this.api.json<IProfile>('GET', 'auth/me');
  }

  list(): Promise<IModuleList> {
    return this.api.json<IModuleList>('GET', 'modules');
  }

  module(id: string): Promise<IModule> {
    return this.api.json<IModule>('GET', modulePath(id));
  }

  /** The newest release; with `work`, what the student has saved is carried over to it. */
  release(id: string, work = false): Promise<IRelease> {
    return this.api.json<IRelease>('GET', `${modulePath(id)}/notebook${work ? '?work=true' : ''}`);
  }

  /** How far the student is, with the notebook as it was kept last. */
  progress(id: string): Promise<IStoredProgress> {
    return this.api.json<IStoredProgress>('GET', progressPath(id));
  }

  /** Keep a notebook; `lasting` lets it go on when the page goes, for bodies of less than 64 KB. */
  save(id: string, change: IPacked, lasting: boolean): Promise<IProgress> {
    return this.api.json<IProgress>('PUT', progressPath(id), {
      packed: change,
      keepalive: lasting
    });
  }

  /** Say how the checks of an exercise ended. */
  report(
    id: string,
    exercise: string,
    passed: boolean,
    checks: readonly ICheckResult[]
  ): Promise<IExerciseProgress> {
    const path = `${progressPath(id)}/exercises/${encodeURIComponent(exercise)}`;
    return this.api.json<IExerciseProgress>('PUT', path, { json: { passed, checks } });
  }

  async overview(): Promise<readonly IModuleSum[]> {
    return (await this.api.json<{ modules: IModuleSum[] }>('GET', 'modules/overview')).modules;
  }

  private readonly api: TutorApi;
}

/** What the server has instead of what was to be kept; null when the refusal says nothing of it. */
export function newerProgress(error: unknown): IStoredProgress | null {
  if (!(error instanceof RestError) || error.status !== 409) {
    return null;
  }
  return (error.body.progress ?? null) as IStoredProgress | null;
}

function modulePath(id: string): string {
  return `modules/${encodeURIComponent(id)}`;
}

function progressPath(id: string): string {
  return `progress/${encodeURIComponent(id)}`;
}
