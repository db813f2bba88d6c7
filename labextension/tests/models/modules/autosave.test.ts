import { RestError } from '../../../src/client/api';
import type { IProgress } from '../../../src/client/module_types';
import type { IPacked } from '../../../src/client/packing';
import {
  AFTER_RUN,
  Autosave,
  LASTING_BYTES,
  WHEN_DIRTY,
  WHEN_LARGE
} from '../../../src/models/modules/autosave';
import { codeCell, notebook, NOTHING_DONE } from '../../module_facts';

interface ISent {
  readonly body: string;
  readonly lasting: boolean;
}

// req: M2
describe('Autosave', () => {
  let source: string;
  let sent: ISent[];
  let failures: unknown[];
  let conflicts: unknown[];
  let hold: Promise<void> | null;
  let autosave: Autosave;

  const send = async ({ content }: IPacked, lasting: boolean): Promise<IProgress> => {
    sent.push({ body: content as string, lasting });
    await hold;
    const failure = failures.shift();
    if (failure) {
      throw failure as Error;
    }
    return { ...NOTHING_DONE, version: sent.length };
  };
  const write = (text: string): void => {
    source = text;
    autosave.changed();
  };
  const pass = (ms: number): Promise<void> => jest.advanceTimersByTimeAsync(ms);
  const state = (): string => autosave.status.value.state;
  const hide = (): void => void window.dispatchEvent(new Event('pagehide'));

  beforeEach(() => {
    jest.useFakeTimers();
    source = '';
    sent = [];
    failures = [];
    conflicts = [];
    hold = null;
    autosave = new Autosave({
      snapshot: () => ({
        notebook_state: notebook([codeCell('a', source)]),
        version: sent.length || null,
        module_version: 2
      }),
      send,
      onSaved: () => undefined,
      onConflict: error => conflicts.push(error),
      now: () => 1000
    });
  });

  afterEach(() => {
    autosave.dispose();
    jest.useRealTimers();
  });

  it('saves what was written after a minute, and nothing while nothing changes', async () => {
    write('x = 1');
    expect(state()).toBe('unsaved');
    await pass(WHEN_DIRTY - 1);
    expect(sent).toEqual([]);
    await pass(1);
    expect(sent.map(each => each.body)).toEqual([expect.stringContaining('x = 1')]);
    expect(autosave.status.value).toEqual({ state: 'saved', at: 1000, reason: '' });
    await pass(10 * WHEN_DIRTY);
    expect(sent).toHaveLength(1);
  });

  it('counts the minute from the first change, however long somebody writes', async () => {
    for (let second = 0; second < 90; second++) {
      write(`x = ${second}`);
      await pass(1000);
    }
    expect(sent).toHaveLength(1);
  });

  it('saves at once after a run', async () => {
    source = 'print(1)';
    autosave.ran();
    await pass(AFTER_RUN);
    expect(sent).toHaveLength(1);
  });

  it('sends one state at a time, and what changed meanwhile right after', async () => {
    let release = (): void => undefined;
    hold = new Promise(resolve => {
      release = resolve;
    });
    write('one');
    const flushed = autosave.flush();
    await pass(0);
    write('two');
    void autosave.flush();
    await pass(0);
    expect(sent).toHaveLength(1);
    expect(state()).toBe('saving');
    release();
    await flushed;
    expect(sent.map(each => each.body)).toEqual([
      expect.stringContaining('one'),
      expect.stringContaining('two')
    ]);
    expect(sent[1].body).toContain('"version":1');
    expect(state()).toBe('saved');
  });

  it('tries again while the server is away, less and less often, and at once when the network is back', async () => {
    failures = [0, 503, 0].map(status => new RestError('', 'UNREACHABLE', status));
    write('x');
    await pass(WHEN_DIRTY);
    expect(state()).toBe('offline');
    await pass(5_000);
    expect(sent).toHaveLength(2);
    await pass(9_000);
    expect(sent).toHaveLength(2);
    await pass(1_000);
    expect(sent).toHaveLength(3);
    window.dispatchEvent(new Event('online'));
    await pass(0);
    expect(state()).toBe('saved');
  });

  it('sends nothing more after a conflict until the student has chosen', async () => {
    const newer = { progress: { ...NOTHING_DONE, version: 9 } };
    failures = [new RestError('Saved elsewhere', 'CONFLICT', 409, newer)];
    write('x');
    await autosave.flush();
    expect(state()).toBe('conflict');
    expect(conflicts).toHaveLength(1);
    write('y');
    autosave.ran();
    hide();
    await pass(10 * WHEN_DIRTY);
    expect(sent).toHaveLength(1);
    autosave.resume();
    write('z');
    await pass(WHEN_DIRTY);
    expect(sent).toHaveLength(2);
  });

  it('says what the server says when it refuses, and tries when there is something else to send', async () => {
    failures = [new RestError('The notebook has 6,000,000 bytes.', 'VALIDATION', 400)];
    write('x');
    await autosave.flush();
    expect(autosave.status.value).toMatchObject({ state: 'refused' });
    expect(autosave.status.value.reason).toContain('6,000,000 bytes');
    await pass(10 * WHEN_DIRTY);
    expect(sent).toHaveLength(1);
    write('shorter');
    await pass(WHEN_DIRTY);
    expect(state()).toBe('saved');
  });

  it('sends what is not saved in a request that outlives the page', async () => {
    write('written just now');
    hide();
    expect(sent).toEqual([
      { body: expect.stringContaining('written just now') as string, lasting: true }
    ]);
    await pass(0);
    expect(state()).toBe('saved');
    hide();
    expect(sent).toHaveLength(1);
  });

  it('sends what is newest when the page goes, not what was made ready before', async () => {
    write('first');
    await pass(2_000);
    write('second');
    hide();
    expect(sent[0].body).toContain('second');
  });

  it('bases what follows on what was sent when the page was hidden', async () => {
    let release = (): void => undefined;
    hold = new Promise(resolve => {
      release = resolve;
    });
    write('one');
    hide();
    source = 'two';
    autosave.ran();
    await pass(AFTER_RUN);
    expect(sent).toHaveLength(1);
    release();
    await pass(0);
    expect(sent).toHaveLength(2);
    expect(sent[1].body).toContain('"version":1');
    expect(state()).toBe('saved');
  });

  it('saves what cannot outlive the page as soon as the student pauses', async () => {
    write('x'.repeat(LASTING_BYTES + 1));
    await pass(WHEN_LARGE - 1);
    expect(sent).toHaveLength(0);
    await pass(1);
    expect(sent).toEqual([{ body: expect.any(String) as string, lasting: false }]);
  });

  it('gives a large state a chance when the page goes all the same', async () => {
    write('x'.repeat(LASTING_BYTES + 1));
    hide();
    await pass(0);
    expect(sent).toEqual([{ body: expect.any(String) as string, lasting: false }]);
  });
});
