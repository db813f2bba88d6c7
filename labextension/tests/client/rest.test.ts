import type { ServerConnection } from '@jupyterlab/services';
import { RestError, TutorRest } from '../../src/client/rest';

interface ICall {
  url: string;
  method: string;
  body: string | undefined;
  headers: unknown;
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

const calls: ICall[] = [];

/** A client whose server gives one answer to everything. */
function restWith(status: number, body: unknown): TutorRest {
  calls.length = 0;
  const settings = {
    baseUrl: 'http://hub/user/ada/',
    init: { credentials: 'same-origin' },
    token: 'secret',
    Request: FakeRequest,
    Headers: Map,
    fetch: ({ url, init }: FakeRequest) => {
      const { method = '', body: sent, headers } = init;
      calls.push({ url, method, body: sent as string | undefined, headers });
      const json = body === undefined ? Promise.reject(new SyntaxError()) : Promise.resolve(body);
      json.catch(() => undefined);
      return Promise.resolve({ ok: status < 400, status, json: () => json });
    }
  };
  return new TutorRest(settings as unknown as ServerConnection.ISettings);
}

describe('TutorRest', () => {
  it('asks for conversations with just the filters that are given', async () => {
    const rest = restWith(200, { sessions: [], next_cursor: null });
    await rest.sessions({ notebook_path: 'a b/c.ipynb', limit: 1 });
    await rest.sessions();
    expect(calls.map(c => c.url.replace(/[?&]\d+$/, ''))).toEqual([
      'http://hub/user/ada/tutor/api/chat/sessions?notebook_path=a+b%2Fc.ipynb&limit=1',
      'http://hub/user/ada/tutor/api/chat/sessions'
    ]);
  });

  it('sends ratings and titles as JSON', async () => {
    const rest = restWith(204, undefined);
    await rest.rate('m1', -1);
    await rest.rename('s1', 'Means');
    expect(calls.map(c => [c.method, c.body])).toEqual([
      ['PUT', '{"rating":-1}'],
      ['PATCH', '{"title":"Means"}']
    ]);
    expect(calls[0].headers).toEqual({ 'Content-Type': 'application/json' });
  });

  it('turns a refusal into the server’s own sentence and code', async () => {
    const rest = restWith(404, {
      detail: 'No such conversation',
      code: 'NOT_FOUND'
    });
    await expect(rest.messages('s1')).rejects.toEqual(
      new RestError('No such conversation', 'NOT_FOUND', 404)
    );
  });

  it('survives an error page that is no JSON', async () => {
    await expect(restWith(502, undefined).problems()).rejects.toMatchObject({
      code: 'UNKNOWN',
      status: 502
    });
  });

  it('takes a provider that is down for an answer, not for a failure', async () => {
    const health = {
      status: 'down',
      provider: 'openai',
      model: 'm',
      offline: false,
      fallbacks: []
    };
    await expect(restWith(503, health).health()).resolves.toEqual(health);
  });
});
