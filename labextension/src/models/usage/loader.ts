import { RestError } from '../../client/api';
import { Store } from '../store';

/** Something that is fetched: what was fetched last stays while it is fetched anew, and when that fails. */
export interface ILoad<T> {
  readonly state: 'loading' | 'ready' | 'failed';
  readonly value: T | null;
  readonly error: RestError | null;
}

/** Fetches something, as often as it is wanted. */
export class Loader<T> {
  readonly load = new Store<ILoad<T>>({ state: 'loading', value: null, error: null });

  constructor(private readonly fetch: () => Promise<T>) {}

  /** Fetch it; of several at once the one that began last counts. */
  async refresh(): Promise<void> {
    const turn = ++this.turns;
    this.load.set({ ...this.load.value, state: 'loading' });
    try {
      const value = await this.fetch();
      this.settle(turn, { state: 'ready', value, error: null });
    } catch (error) {
      this.settle(turn, { ...this.load.value, state: 'failed', error: asRestError(error) });
    }
  }

  /** Take over what was learnt in another way. */
  take(value: T): void {
    this.turns += 1;
    this.load.set({ state: 'ready', value, error: null });
  }

  private settle(turn: number, load: ILoad<T>): void {
    if (turn === this.turns) {
      this.load.set(load);
    }
  }

  private turns = 0;
}

/** Any failure in the form of a refused request. */
export function asRestError(error: unknown): RestError {
  return error instanceof RestError ? error : new RestError(String(error), 'UNKNOWN', 0);
}
