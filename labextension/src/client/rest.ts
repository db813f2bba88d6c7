import type { ServerConnection } from '@jupyterlab/services';
import { queryOf, TutorApi } from './api';

export { RestError } from './api';

export interface IHealth {
  status: 'ok' | 'down';
  provider: string;
  model: string;
  /** True when only the built-in coach answers: nothing leaves the machine. */
  offline: boolean;
  fallbacks: { provider: string; model: string }[];
  detail?: string | null;
}

export interface ISession {
  id: string;
  title: string | null;
  preview: string;
  notebook_path: string | null;
  session_type: string;
  created_at: string;
  updated_at: string;
  message_count: number;
}

export interface ISessionPage {
  sessions: ISession[];
  next_cursor: string | null;
}

/** What went along with a stored question, as the server keeps it. */
export interface IStoredNotebook {
  path?: string | null;
  cell_id?: string | null;
  cell_code?: string | null;
  error_output?: string | null;
  execution_count?: number | null;
  exercise_id?: string | null;
  exercise_text?: string | null;
  exercise_difficulty?: { programming: number; mathematics: number } | null;
  neighbours?: string[];
}

export interface IStoredMessage {
  id: string;
  session_id: string;
  request_id: string;
  role: 'student' | 'tutor';
  text: string;
  created_at: string;
  state: 'complete' | 'stopped' | 'interrupted' | 'refused' | null;
  filter: string | null;
  hint_level: number | null;
  problem_id: string | null;
  provider: string | null;
  model: string | null;
  cost_usd: string | null;
  rating: number | null;
  notebook: IStoredNotebook | null;
}

export interface IMessagePage {
  messages: IStoredMessage[];
  /** Requests whose answers are still being written. */
  running: string[];
}

export interface IProblem {
  id: string;
  title: string;
  hint_level: number;
  max_hint_level: number;
  exercise_id: string | null;
  notebook_path: string | null;
  cell_id: string | null;
  touched_at: string;
}

export interface ILevels {
  programming: number;
  mathematics: number;
}

export type Rating = 1 | -1 | 0;

export type ExportFormat = 'markdown' | 'json' | 'notebook';

export interface ISessionQuery {
  query?: string;
  notebook_path?: string;
  cursor?: string;
  limit?: number;
}

/** How much money is used. */
export interface IMeter {
  readonly used_usd: string;
  /** Null where there is no limit. */
  readonly limit_usd: string | null;
  readonly percent: number;
}

/** What the student has used today, and in the metering session; null where that has no budget. */
export interface IUsage {
  readonly today: IMeter | null;
  readonly session: IMeter | null;
}

export interface IProfile {
  readonly username: string;
  readonly roles: readonly string[];
}

/** The tutor's REST endpoints for a student. */
export class TutorRest {
  constructor(settings: ServerConnection.ISettings) {
    this.api = new TutorApi(settings);
  }

  profile(): Promise<IProfile> {
    return this.api.json<IProfile>('GET', 'auth/me');
  }

  health(): Promise<IHealth> {
    // A provider that is down is an answer too, and it comes as a 503.
    return this.api.json<IHealth>('GET', 'health/ai', { accept: [503] });
  }

  sessions(query: ISessionQuery = {}): Promise<ISessionPage> {
    return this.api.json<ISessionPage>('GET', `chat/sessions${queryOf(query)}`);
  }

  messages(sessionId: string): Promise<IMessagePage> {
    return this.api.json<IMessagePage>('GET', `chat/sessions/${sessionId}/messages`);
  }

  async rename(sessionId: string, title: string): Promise<void> {
    await this.api.request('PATCH', `chat/sessions/${sessionId}`, {
      json: { title }
    });
  }

  async remove(sessionId: string): Promise<void> {
    await this.api.request('DELETE', `chat/sessions/${sessionId}`);
  }

  async export(sessionId: string, format: ExportFormat): Promise<Blob> {
    const path = `chat/sessions/${sessionId}/export?format=${format}`;
    return (await this.api.request('GET', path)).blob();
  }

  async rate(messageId: string, rating: Rating): Promise<void> {
    await this.api.request('PUT', `chat/messages/${messageId}/feedback`, {
      json: { rating }
    });
  }

  async problems(): Promise<IProblem[]> {
    return (await this.api.json<{ problems: IProblem[] }>('GET', 'problems')).problems;
  }

  /** What the student has used of today's and this metering session's money. */
  usage(): Promise<IUsage> {
    return this.api.json<IUsage>('GET', 'usage/me');
  }

  levels(): Promise<ILevels> {
    return this.api.json<ILevels>('GET', 'levels');
  }

  async setLevels(levels: ILevels): Promise<void> {
    await this.api.request('PUT', 'levels', { json: { ...levels } });
  }

  private readonly api: TutorApi;
}
