import type { ServerConnection } from '@jupyterlab/services';

/** One request as it arrived. */
export interface IRequest {
  readonly method: string;
  /** Below {base_url}tutor/api/, without what keeps caches away. */
  readonly path: string;
  readonly body: string | undefined;
  readonly type: string | undefined;
  /** How the body is packed; left out when it is not. */
  readonly encoding?: string;
  /** Whether it goes on when the page goes; left out when not. */
  readonly keepalive?: boolean;
}

interface IAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** A request that never leaves. */
class FakeRequest {
  readonly headers = Object.assign(new Map<string, string>(), {
    append: () => undefined
  });

  constructor(
    readonly url: string,
    readonly init: RequestInit
  ) {}
}

/** A server that answers `METHOD path` as the test says, and everything else with 404. */
export class FakeServer {
  readonly requests: IRequest[] = [];
  private readonly answers = new Map<string, IAnswer>();

  answer(call: string, body: unknown, status = 200): void {
    this.answers.set(call, { status, body });
  }

  /** The requests that change something. */
  get changes(): IRequest[] {
    return this.requests.filter(({ method }) => method !== 'GET');
  }

  get settings(): ServerConnection.ISettings {
    const settings = {
      baseUrl: 'http://hub/user/ada/',
      init: { credentials: 'same-origin' },
      token: 'secret',
      Request: FakeRequest,
      Headers: Map,
      fetch: (request: FakeRequest) => this.fetch(request)
    };
    return settings as unknown as ServerConnection.ISettings;
  }

  private fetch({ url, init }: FakeRequest): Promise<unknown> {
    const method = init.method ?? 'GET';
    const path = url.replace('http://hub/user/ada/tutor/api/', '').replace(/[?&]\d+$/, '');
    const headers = (init.headers ?? {}) as Record<string, string>;
    const body = init.body as string | undefined;
    const encoding = headers['Content-Encoding'] as string | undefined;
    this.requests.push({
      method,
      path,
      body,
      type: headers['Content-Type'],
      ...(encoding && { encoding }),
      ...(init.keepalive && { keepalive: true })
    });
    const missing = { status: 404, body: { detail: 'Nothing here', code: 'NOT_FOUND' } };
    const answer = this.answers.get(`${method} ${path}`) ?? missing;
    return Promise.resolve({
      ok: answer.status < 400,
      status: answer.status,
      json: () => Promise.resolve(answer.body),
      blob: () => Promise.resolve(new Blob([String(answer.body)]))
    });
  }
}
