import { URLExt } from '@jupyterlab/coreutils';
import { ServerConnection } from '@jupyterlab/services';
import type { IPacked } from './packing';

/** A refused or failed REST call: the server's own sentence, its code and the HTTP status (0 without an answer). */
export class RestError extends Error {
  constructor(
    message: string,
    readonly code: string,
    readonly status: number,
    /** What else the refusal says. */
    readonly body: Readonly<Record<string, unknown>> = {}
  ) {
    super(message);
    this.name = 'RestError';
  }
}

export interface IRequestOptions {
  /** Sent as JSON. */
  json?: object;
  /** Sent as it is, as this kind of text. */
  text?: { readonly type: string; readonly content: string };
  /** Sent as JSON that was written before. */
  packed?: IPacked;
  /** Goes on when the page goes. */
  keepalive?: boolean;
  /** Error statuses whose body is the answer all the same. */
  accept?: readonly number[];
}

/** Requests below {base_url}tutor/api/, through the token and XSRF rules of the Jupyter server. */
export class TutorApi {
  constructor(private readonly settings: ServerConnection.ISettings) {}

  /** The JSON of the answer. */
  async json<T>(method: string, path: string, options: IRequestOptions = {}): Promise<T> {
    const response = await this.request(method, path, options);
    return (await response.json()) as T;
  }

  /** The answer itself; RestError for one that is a refusal. */
  async request(method: string, path: string, options: IRequestOptions = {}): Promise<Response> {
    const url = URLExt.join(this.settings.baseUrl, 'tutor/api', path);
    const init: RequestInit = { method, ...bodyOf(options) };
    const response = await ServerConnection.makeRequest(url, init, this.settings).catch(() => {
      throw new RestError('', 'UNREACHABLE', 0);
    });
    if (!response.ok && !options.accept?.includes(response.status)) {
      throw await refusal(response);
    }
    return response;
  }
}

/** Pairs as a query, without those that are not given; empty when none is. */
export function queryOf(pairs: object): string {
  const given = Object.entries(pairs).filter(([, value]) => value !== undefined);
  const search = new URLSearchParams(given.map(([name, value]) => [name, String(value)]));
  return given.length > 0 ? `?${search.toString()}` : '';
}

function bodyOf({ json, text, packed, keepalive }: IRequestOptions): RequestInit {
  const type = { 'Content-Type': 'application/json' };
  if (json) {
    return { body: JSON.stringify(json), headers: type };
  }
  if (packed) {
    const headers = packed.gzip ? { ...type, 'Content-Encoding': 'gzip' } : type;
    return { body: packed.content, headers, ...(keepalive && { keepalive }) };
  }
  return text ? { body: text.content, headers: { 'Content-Type': text.type } } : {};
}

async function refusal(response: Response): Promise<RestError> {
  const body = (await response.json().catch(() => ({}))) as Record<string, unknown> & {
    detail?: string;
    code?: string;
  };
  return new RestError(body.detail ?? '', body.code ?? 'UNKNOWN', response.status, body);
}
