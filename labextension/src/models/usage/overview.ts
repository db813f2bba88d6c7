import type { AdminRest } from '../../client/admin';
import type { IReport, UsagePeriod } from '../../client/usage_types';
import { Store } from '../store';
import { Loader } from './loader';

/** What everyone used, and of which period the breakdowns are. */
export class Overview {
  readonly period = new Store<UsagePeriod>('month');
  readonly report: Loader<IReport>;

  constructor(private readonly rest: AdminRest) {
    this.report = new Loader(() => rest.report(this.period.value));
  }

  choose(period: UsagePeriod): void {
    this.period.set(period);
    void this.report.refresh();
  }

  /** The period as a CSV file, one line per day, user, model and module. */
  sheet(): Promise<Blob> {
    return this.rest.reportSheet(this.period.value);
  }
}
