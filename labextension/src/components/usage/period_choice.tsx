import * as React from 'react';
import type { UsagePeriod } from '../../client/usage_types';
import { useStore } from '../services';
import { useAction } from './action';
import { useUsage } from './services';
import { Failure } from './status';

const PERIODS: readonly UsagePeriod[] = ['today', 'week', 'month'];

/** Of which period charts and tables are, and the way to take it along as a file. */
export function PeriodChoice(): React.JSX.Element {
  const { page, trans, save } = useUsage();
  const period = useStore(page.overview.period);
  const download = useAction();
  const names = {
    today: trans.__('Today'),
    week: trans.__('This week'),
    month: trans.__('This month')
  };
  return (
    <>
      <div className="tutor-usage-bar">
        <div className="tutor-usage-choice" role="group" aria-label={trans.__('Period')}>
          {PERIODS.map(each => (
            <button
              key={each}
              type="button"
              aria-pressed={each === period}
              onClick={() => page.overview.choose(each)}
            >
              {names[each]}
            </button>
          ))}
        </div>
        <button
          type="button"
          className="tutor-button"
          disabled={download.busy}
          onClick={() =>
            void download.run(async () => {
              save(await page.overview.sheet(), `tutor-usage-${period}.csv`);
            })
          }
        >
          {trans.__('Download CSV')}
        </button>
      </div>
      {download.failure && <Failure error={download.failure} />}
    </>
  );
}
