import type { ICheckResult, ISubmission } from '../../client/authoring';
import type { RestError } from '../../client/api';
import { Store } from '../store';
import { asRestError } from '../usage/loader';

/** What is known of the notebook's faults. The last result stays while it is judged anew. */
export interface ICheckState {
  readonly phase: 'none' | 'checking' | 'done' | 'failed';
  readonly result: ICheckResult | null;
  readonly error: RestError | null;
}

const NOTHING: ICheckState = { phase: 'none', result: null, error: null };

/** A notebook is judged when it has not changed for so long. */
export const PAUSE_MS = 800;

/** A server that does not answer is asked again after this time. */
export const RETRY_MS = 10_000;

/** Has the notebook judged by the server whenever it has changed and come to rest. */
export class LiveCheck {
  readonly state = new Store<ICheckState>(NOTHING);

  constructor(private readonly check: (submission: ISubmission) => Promise<ICheckResult>) {}

  /**
   * Look at a notebook after it may have changed; `make` says what it is when it is to be judged.
   *
   * Nothing is sent when it says what it said the last time. Null for one that is not to be judged.
   */
  look(key: string, make: (() => ISubmission | null) | null): void {
    if (key !== this.key || make === null) {
      this.forget();
      this.key = key;
    }
    this.make = make;
    if (make !== null) {
      this.wait(this.state.value.phase === 'none' ? 0 : PAUSE_MS);
    }
  }

  /** Judge it again now. */
  again(): void {
    this.judged = null;
    this.wait(0);
  }

  /** Leave the server alone until something is looked at again. */
  rest(): void {
    window.clearTimeout(this.timer);
  }

  private forget(): void {
    this.rest();
    this.turn += 1;
    this.judged = null;
    this.state.set(NOTHING);
  }

  private wait(pause: number): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.judge(), pause);
  }

  private async judge(): Promise<void> {
    const submission = this.make?.() ?? null;
    const text = JSON.stringify(submission);
    if (submission === null || text === this.judged) {
      return;
    }
    this.judged = text;
    const turn = ++this.turn;
    this.state.set({ ...this.state.value, phase: 'checking' });
    try {
      const result = await this.check(submission);
      this.settle(turn, { phase: 'done', result, error: null });
    } catch (reason) {
      this.settle(turn, { ...this.state.value, phase: 'failed', error: asRestError(reason) });
    }
  }

  private settle(turn: number, state: ICheckState): void {
    if (turn !== this.turn) {
      return;
    }
    this.state.set(state);
    if (state.error) {
      this.judged = null;
    }
    if (state.error?.code === 'UNREACHABLE') {
      this.wait(RETRY_MS);
    }
  }

  private key = '';
  private make: (() => ISubmission | null) | null = null;
  /** What was sent last, unless it was refused. */
  private judged: string | null = null;
  private timer = 0;
  private turn = 0;
}
