import { CompressionStream } from 'node:stream/web';
import { TextEncoder } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { RestError } from '../../src/client/api';
import { ModulesRest, newerProgress } from '../../src/client/modules';
import { byteLength, pack, packNow, sizeOf } from '../../src/client/packing';
import { FakeServer } from '../fake_server';
import { LIST, NOTHING_DONE, RELEASE } from '../module_facts';

describe('ModulesRest', () => {
  let server: FakeServer;
  let rest: ModulesRest;

  beforeEach(() => {
    server = new FakeServer();
    rest = new ModulesRest(server.settings);
  });

  // req: M1
  it('fetches the list, and the newest release with or without the work in it', async () => {
    const release = { notebook: RELEASE, name: 'a.ipynb', version: 2 };
    server.answer('GET modules', LIST);
    server.answer('GET modules/m1/notebook', release);
    server.answer('GET modules/m1/notebook?work=true', { ...release, version: 3 });
    await expect(rest.list()).resolves.toEqual(LIST);
    await expect(rest.release('m1')).resolves.toEqual(release);
    await expect(rest.release('m1', true)).resolves.toMatchObject({ version: 3 });
  });

  // req: M2
  it('keeps a state, also in a request that outlives the page', async () => {
    server.answer('PUT progress/m1', NOTHING_DONE);
    await rest.save('m1', packNow({ version: null }), false);
    await rest.save('m1', { content: 'packed', gzip: true }, true);
    expect(server.changes).toEqual([
      {
        method: 'PUT',
        path: 'progress/m1',
        body: '{"version":null}',
        type: 'application/json'
      },
      {
        method: 'PUT',
        path: 'progress/m1',
        body: 'packed',
        type: 'application/json',
        encoding: 'gzip',
        keepalive: true
      }
    ]);
  });

  // req: M2
  it('hands on what the server has instead', async () => {
    const newer = { ...NOTHING_DONE, version: 4, notebook_state: RELEASE };
    server.answer('PUT progress/m1', { detail: 'x', code: 'CONFLICT', progress: newer }, 409);
    const refused: unknown = await rest
      .save('m1', packNow({}), false)
      .catch((error: unknown) => error);
    expect(newerProgress(refused)).toEqual(newer);
    expect(newerProgress(new RestError('x', 'CONFLICT', 409))).toBeNull();
    expect(newerProgress(new RestError('x', 'VALIDATION', 400, { progress: newer }))).toBeNull();
    expect(newerProgress(new Error('x'))).toBeNull();
  });

  it('quotes the id of an exercise, which an author chose', async () => {
    server.answer('PUT progress/m1/exercises/a%2Fb%20c', {});
    await rest.report('m1', 'a/b c', true, []);
    expect(server.changes[0].body).toBe('{"passed":true,"checks":[]}');
  });
});

// req: M2
describe('packing', () => {
  it('is gzip where the browser can do it, and the JSON as it is where not', async () => {
    const value = { text: 'ü'.repeat(5000) };
    expect((await pack(value)).gzip).toBe(false);
    Object.assign(globalThis, { CompressionStream, TextEncoder });
    try {
      const packed = await pack(value);
      expect(packed.gzip).toBe(true);
      expect(sizeOf(packed)).toBeLessThan(500);
      const bytes = Buffer.from(packed.content as Uint8Array);
      expect(JSON.parse(gunzipSync(bytes).toString('utf8'))).toEqual(value);
    } finally {
      Object.assign(globalThis, { CompressionStream: undefined, TextEncoder: undefined });
    }
  });

  it('counts bytes as UTF-8 has them', () => {
    for (const text of ['', 'plain', 'Übung', '数値計算', '👩‍🏫 teaches', 'a\u0000b']) {
      expect(byteLength(text)).toBe(Buffer.byteLength(text, 'utf8'));
    }
  });
});
