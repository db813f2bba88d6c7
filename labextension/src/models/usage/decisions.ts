import type { AdminRest } from '../../client/admin';
import type { IComparison, IDecision, IDecisionPage } from '../../client/usage_types';
import { Store } from '../store';
import { Loader } from './loader';

/** What was decided on messages, newest first: of one student or of all, page after page. */
export class DecisionBook {
  /** The student that is looked for; empty for all. */
  readonly user = new Store('');
  readonly page: Loader<IDecisionPage>;

  constructor(private readonly rest: AdminRest) {
    this.page = new Loader(() => rest.decisions(this.user.value || undefined));
  }

  choose(user: string): void {
    this.user.set(user.trim());
    void this.page.refresh();
  }

  /** Fetch the page after those that are there; nothing when they are all. */
  async more(): Promise<void> {
    const { value } = this.page.load.value;
    if (!value?.next_cursor) {
      return;
    }
    const next = await this.rest.decisions(this.user.value || undefined, value.next_cursor);
    this.page.take({ ...next, decisions: [...value.decisions, ...next.decisions] });
  }
}

/** The score that decided: the best of those that were enough, else the nearest; null where none was taken. */
export function deciding({ comparisons }: IDecision): IComparison | null {
  const margin = ({ score, threshold }: IComparison): number => score - threshold;
  return comparisons.reduce<IComparison | null>(
    (best, each) => (best && margin(best) >= margin(each) ? best : each),
    null
  );
}
