import type { AdminRest } from '../../client/admin';
import type { IBreaker } from '../../client/usage_types';
import { Loader } from './loader';

/** The breaker over everyone's spending. */
export class Breaker {
  readonly status: Loader<IBreaker>;

  constructor(private readonly rest: AdminRest) {
    this.status = new Loader(() => rest.breaker());
  }

  /** Close it and forget what was spent. */
  async reset(): Promise<void> {
    this.status.take(await this.rest.resetBreaker());
  }
}
