import type { ISessionContext } from '@jupyterlab/apputils';
import { Signal } from '@lumino/signaling';
import { endOf, SessionKernel } from '../../src/notebook/check_kernel';

/** A session whose kernel answers when the test says so. */
class FakeSession {
  readonly statusChanged = new Signal<this, string>(this);
  isReady = true;
  status = 'idle';
  interrupts = 0;
  readonly asked: Record<string, unknown>[] = [];
  answer: (content: object) => void = () => undefined;
  onInterrupt = (): void => undefined;
  hasKernel = true;

  get session(): object | null {
    return this.hasKernel ? { kernel: this } : null;
  }

  requestExecute(content: Record<string, unknown>): object {
    this.asked.push(content);
    const done = new Promise(resolve => {
      this.answer = reply => resolve({ content: reply });
    });
    return { done, isDisposed: false, dispose: () => undefined };
  }

  interrupt(): Promise<void> {
    this.interrupts += 1;
    this.onInterrupt();
    return Promise.resolve();
  }
}

// req: F4
describe('SessionKernel', () => {
  let session: FakeSession;
  let kernel: SessionKernel;

  beforeEach(() => {
    jest.useFakeTimers();
    session = new FakeSession();
    kernel = new SessionKernel(session as unknown as ISessionContext);
  });

  afterEach(() => jest.useRealTimers());

  it('runs code that leaves no trace in the history and cannot ask for input', async () => {
    const end = kernel.run('x = 1', 1000);
    session.answer({ status: 'ok' });
    await expect(end).resolves.toEqual({ kind: 'passed' });
    expect(session.asked).toEqual([
      { code: 'x = 1', store_history: false, allow_stdin: false, stop_on_error: true }
    ]);
  });

  it('tells an exception, and an interruption from it', async () => {
    const end = kernel.run('1/0', 1000);
    session.answer({ status: 'error', ename: 'ZeroDivisionError', evalue: 'division by zero' });
    await expect(end).resolves.toEqual({
      kind: 'raised',
      name: 'ZeroDivisionError',
      message: 'division by zero'
    });
    const reply = { content: { status: 'error', ename: 'KeyboardInterrupt', evalue: '' } };
    expect(endOf(reply as never)).toEqual({ kind: 'stopped' });
    expect(endOf({ content: { status: 'aborted' } } as never)).toEqual({ kind: 'stopped' });
  });

  it('stops what takes too long, and says when even that does not help', async () => {
    session.onInterrupt = () => session.answer({ status: 'error', ename: 'KeyboardInterrupt' });
    const stopped = kernel.run('while True: pass', 1000);
    await jest.advanceTimersByTimeAsync(1000);
    await expect(stopped).resolves.toEqual({ kind: 'late', stuck: false });
    session.onInterrupt = () => undefined;
    const stuck = kernel.run('deaf()', 1000);
    await jest.advanceTimersByTimeAsync(10_000);
    await expect(stuck).resolves.toEqual({ kind: 'late', stuck: true });
    expect(session.interrupts).toBe(2);
  });

  it('does not wait for a kernel that ended in the middle of it', async () => {
    const end = kernel.run('import os; os._exit(1)', 1000);
    session.statusChanged.emit('busy');
    session.statusChanged.emit('autorestarting');
    await expect(end).resolves.toEqual({ kind: 'died' });
  });

  it('says whether anything can be run now', () => {
    const states: [string, string][] = [
      ['idle', 'ready'],
      ['unknown', 'ready'],
      ['busy', 'busy'],
      ['dead', 'dead'],
      ['restarting', 'starting'],
      ['starting', 'starting']
    ];
    for (const [status, state] of states) {
      session.status = status;
      expect(kernel.state).toBe(state);
    }
    session.hasKernel = false;
    expect(kernel.state).toBe('none');
    session.isReady = false;
    expect(kernel.state).toBe('starting');
  });
});
