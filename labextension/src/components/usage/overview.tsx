import * as React from 'react';
import type { IReport, ISum } from '../../client/usage_types';
import {
  barsOf,
  type ChartSpec,
  dayChart,
  type IPalette,
  rankChart
} from '../../models/usage/charts';
import { dollars } from '../money';
import { Chart } from './chart';
import { DataTable } from './data_table';
import { count, sumColumns } from './figures';
import { PeriodChoice } from './period_choice';
import { useUsage } from './services';
import { Empty, Loaded } from './status';

/** What everyone used: totals, and in which days, by whom and with which models. */
export function Overview(): React.JSX.Element {
  const { page, trans } = useUsage();
  return (
    <Loaded loader={page.overview.report}>
      {report => (
        <>
          <div className="tutor-usage-cards">
            <Card title={trans.__('Today')} sum={report.today} />
            <Card title={trans.__('This week')} sum={report.this_week} />
            <Card title={trans.__('This month')} sum={report.this_month} />
          </div>
          <p className="tutor-usage-quiet">{trans.__('Days begin at midnight UTC.')}</p>
          <PeriodChoice />
          {report.per_user.length === 0 ? (
            <Empty>
              {trans.__(
                'Nobody has asked a language model anything in this period. What they ask shows here at once.'
              )}
            </Empty>
          ) : (
            <Charts report={report} />
          )}
        </>
      )}
    </Loaded>
  );
}

function Card({ title, sum }: { title: string; sum: ISum }): React.JSX.Element {
  const { trans, locale } = useUsage();
  return (
    <section className="tutor-usage-card" aria-label={title}>
      <h3>{title}</h3>
      <p className="tutor-usage-sum">{dollars(sum.estimated_cost_usd, locale)}</p>
      <dl>
        <dt>{trans.__('Requests')}</dt>
        <dd>{count(sum.requests, locale)}</dd>
        <dt>{trans.__('Tokens in')}</dt>
        <dd>{count(sum.input_tokens, locale)}</dd>
        <dt>{trans.__('Tokens out')}</dt>
        <dd>{count(sum.output_tokens, locale)}</dd>
      </dl>
      {sum.unpriced_requests > 0 && (
        <p className="tutor-usage-warning">
          {trans._n(
            '%1 request of a model without a known price is missing from the cost.',
            '%1 requests of models without a known price are missing from the cost.',
            sum.unpriced_requests
          )}
        </p>
      )}
    </section>
  );
}

function Charts({ report }: { report: IReport }): React.JSX.Element {
  const { trans, locale } = useUsage();
  const titles = React.useMemo(
    () => ({
      day: trans.__('Cost per day'),
      user: trans.__('Cost per student'),
      model: trans.__('Cost per model'),
      rest: trans.__('all others')
    }),
    [trans]
  );
  const perDay = React.useCallback(
    (palette: IPalette): ChartSpec => dayChart(report.per_day, palette, titles.day),
    [report, titles]
  );
  const perUser = React.useCallback(
    (palette: IPalette): ChartSpec =>
      rankChart(
        barsOf(report.per_user, sum => sum.user, titles.rest),
        palette,
        titles.user
      ),
    [report, titles]
  );
  const perModel = React.useCallback(
    (palette: IPalette): ChartSpec =>
      rankChart(
        barsOf(report.per_model, sum => sum.model, titles.rest),
        palette,
        titles.model
      ),
    [report, titles]
  );
  return (
    <>
      {report.per_day.length > 1 && <Chart title={titles.day} make={perDay} />}
      <div className="tutor-usage-pair">
        <Chart title={titles.user} make={perUser} />
        <Chart title={titles.model} make={perModel} />
      </div>
      <details className="tutor-usage-details">
        <summary>{trans.__('The days as a table')}</summary>
        <DataTable
          label={titles.day}
          rows={report.per_day}
          keyOf={day => day.date}
          order={{ by: 'date', descending: true }}
          columns={[
            {
              key: 'date',
              label: trans.__('Day'),
              value: day => day.date,
              show: day => day.date
            },
            ...sumColumns<(typeof report.per_day)[number]>(trans, locale)
          ]}
        />
      </details>
    </>
  );
}
