import { URLExt } from '@jupyterlab/coreutils';
import { ServerConnection } from '@jupyterlab/services';
import type { Budget } from './frames';

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

/** A refused or failed REST call: the server's own sentence, its code and the HTTP status (0 without an answer). */
export class RestError extends Error {
  constructor(
    message: string,
    readonly code: string,
    readonly status: number
  ) {
    super(message);
    this.name = 'RestError';
  }
}

/** The tutor's REST endpoints, through the token and XSRF rules of the Jupyter server. */
export class TutorRest {
  constructor(private readonly settings: ServerConnection.ISettings) {}

  health(): Promise<IHealth> {
    // A provider that is down is an answer too, and it comes as a 503.
    return this.json<IHealth>('GET', 'health/ai', { accept: [503] });
  }

  sessions(query: ISessionQuery = {}): Promise<ISessionPage> {
    const pairs = Object.entries(query).map(([name, value]) => [name, String(value)]);
    const search = new URLSearchParams(pairs).toString();
    return this.json<ISessionPage>('GET', `chat/sessions${search ? `?${search}` : ''}`);
  }

  messages(sessionId: string): Promise<IMessagePage> {
    return this.json<IMessagePage>('GET', `chat/sessions/${sessionId}/messages`);
  }

  async rename(sessionId: string, title: string): Promise<void> {
    await this.request('PATCH', `chat/sessions/${sessionId}`, {
      body: { title }
    });
  }

  async remove(sessionId: string): Promise<void> {
    await this.request('DELETE', `chat/sessions/${sessionId}`);
  }

  async export(sessionId: string, format: ExportFormat): Promise<Blob> {
    const path = `chat/sessions/${sessionId}/export?format=${format}`;
    return (await this.request('GET', path)).blob();
  }

  async rate(messageId: string, rating: Rating): Promise<void> {
    await this.request('PUT', `chat/messages/${messageId}/feedback`, {
      body: { rating }
    });
  }

  async problems(): Promise<IProblem[]> {
    return (await this.json<{ problems: IProblem[] }>('GET', 'problems')).problems;
  }

  /** What the student has used of today's and this metering session's money. */
  budget(): Promise<Budget> {
    return this.json<Budget>('GET', 'usage/me');
  }

  levels(): Promise<ILevels> {
    return this.json<ILevels>('GET', 'levels');
  }

  async setLevels(levels: ILevels): Promise<void> {
    await this.request('PUT', 'levels', { body: { ...levels } });
  }

  private async json<T>(method: string, path: string, options: IRequestOptions = {}): Promise<T> {
    const response = await this.request(method, path, options);
    return (await response.json()) as T;
  }

  private async request(
    method: string,
    path: string,
    { body, accept = [] }: IRequestOptions = {}
  ): Promise<Response> {
    const url = URLExt.join(this.settings.baseUrl, 'tutor/api', path);
    const init: RequestInit = {
      method,
      ...(body && jsonBody(body))
    };
    const response = await ServerConnection.makeRequest(url, init, this.settings).catch(() => {
      throw new RestError('', 'UNREACHABLE', 0);
    });
    if (!response.ok && !accept.includes(response.status)) {
      throw await refusal(response);
    }
    return response;
  }
}

interface IRequestOptions {
  body?: Record<string, string | number>;
  /** Error statuses whose body is the answer all the same. */
  accept?: number[];
}

function jsonBody(body: Record<string, string | number>): RequestInit {
  return { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } };
}

async function refusal(response: Response): Promise<RestError> {
  const body = (await response.json().catch(() => ({}))) as {
    detail?: string;
    code?: string;
  };
  return new RestError(body.detail ?? '', body.code ?? 'UNKNOWN', response.status);
}
