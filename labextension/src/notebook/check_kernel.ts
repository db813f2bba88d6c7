import type { ISessionContext } from '@jupyterlab/apputils';
import type { Kernel, KernelMessage } from '@jupyterlab/services';
import type { ISignal } from '@lumino/signaling';
import { stripAnsi } from './ansi';

/** Whether code can be run now, and why not. */
export type KernelState = 'ready' | 'busy' | 'starting' | 'none' | 'dead';

/** How code ended. `late` was stopped because it took too long, `stopped` by the student. */
export type RunEnd =
  | { readonly kind: 'passed' }
  | { readonly kind: 'raised'; readonly name: string; readonly message: string }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'late'; readonly stuck: boolean }
  | { readonly kind: 'died' };

/** The student's own kernel, in which checks run. */
export interface ICheckKernel {
  readonly state: KernelState;
  /** Run code that leaves no trace in the history; `limit` is in milliseconds. */
  run(code: string, limit: number): Promise<RunEnd>;
  interrupt(): Promise<void>;
  /** Start it, or start it anew when it is dead. */
  start(): Promise<void>;
}

/** So long may a kernel take to stop before it is said to be stuck, in milliseconds. */
const STOP_WITHIN = 5000;
const GONE = new Set<Kernel.Status>(['dead', 'restarting', 'autorestarting', 'terminating']);

/** The kernel of an open notebook. */
export class SessionKernel implements ICheckKernel {
  constructor(private readonly session: ISessionContext) {}

  get state(): KernelState {
    const kernel = this.session.session?.kernel;
    if (!kernel) {
      return this.session.isReady ? 'none' : 'starting';
    }
    switch (kernel.status) {
      case 'busy':
        return 'busy';
      case 'dead':
      case 'terminating':
        return 'dead';
      case 'starting':
      case 'restarting':
      case 'autorestarting':
        return 'starting';
      default:
        return 'ready';
    }
  }

  async run(code: string, limit: number): Promise<RunEnd> {
    const kernel = this.session.session?.kernel;
    if (!kernel) {
      return { kind: 'died' };
    }
    const future = kernel.requestExecute(
      { code, store_history: false, allow_stdin: false, stop_on_error: true },
      true
    );
    const ended = future.done.then(endOf, () => DIED);
    const died = death(this.session);
    const first = await Promise.race([ended, died.promise, later(limit, LATE)]);
    const end = first === LATE ? await this.stop(ended, died.promise) : first;
    died.forget();
    if (!future.isDisposed) {
      future.dispose();
    }
    return end;
  }

  async interrupt(): Promise<void> {
    await this.session.session?.kernel?.interrupt();
  }

  async start(): Promise<void> {
    const kernel = this.session.session?.kernel;
    await (kernel ? this.session.restartKernel() : this.session.startKernel());
  }

  private async stop(...ends: readonly Promise<RunEnd>[]): Promise<RunEnd> {
    await this.interrupt().catch(() => undefined);
    const end = await Promise.race([...ends, later(STOP_WITHIN, LATE)]);
    return end.kind === 'died' ? end : { kind: 'late', stuck: end === LATE };
  }
}

const DIED: RunEnd = { kind: 'died' };
const LATE: RunEnd = { kind: 'late', stuck: true };

/** What the kernel answered. */
export function endOf({ content }: KernelMessage.IExecuteReplyMsg): RunEnd {
  if (content.status === 'ok') {
    return { kind: 'passed' };
  }
  const { ename = '', evalue = '' } = content as { ename?: string; evalue?: string };
  if (ename === 'KeyboardInterrupt' || content.status !== 'error') {
    return { kind: 'stopped' };
  }
  return { kind: 'raised', name: ename, message: stripAnsi(evalue) };
}

/** A promise for the kernel's end, which can be forgotten. */
function death(session: ISessionContext): { promise: Promise<RunEnd>; forget: () => void } {
  let forget = (): void => undefined;
  const promise = new Promise<RunEnd>(resolve => {
    const onStatus = (_: unknown, status: Kernel.Status): void => {
      if (GONE.has(status)) {
        resolve(DIED);
      }
    };
    const signal: ISignal<unknown, Kernel.Status> = session.statusChanged;
    signal.connect(onStatus);
    forget = () => void signal.disconnect(onStatus);
  });
  return { promise, forget };
}

function later<T>(ms: number, value: T): Promise<T> {
  return new Promise(resolve => window.setTimeout(() => resolve(value), ms));
}
