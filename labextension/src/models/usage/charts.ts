import type { DaySum, ISum } from '../../client/usage_types';

/** A bar of a chart: dollars, to be drawn. */
export interface IBar {
  readonly name: string;
  readonly cost: number;
}

/** Colours of the theme, as CSS writes them. */
export interface IPalette {
  readonly text: string;
  readonly line: string;
  readonly bar: string;
  readonly font: string;
}

/** A drawing in the grammar of Vega-Lite. */
export type ChartSpec = Readonly<Record<string, unknown>>;

const SCHEMA = 'https://vega.github.io/schema/vega-lite/v5.json';
/** Bars beyond these are one bar. */
export const MOST_BARS = 10;

/** Cost per day as upright bars. */
export function dayChart(days: readonly DaySum[], palette: IPalette, title: string): ChartSpec {
  const values = days.map(day => ({ name: day.date, cost: costOf(day) }));
  return {
    ...frame(values, palette, title),
    height: 180,
    encoding: {
      x: { field: 'name', type: 'ordinal', title: null, axis: dayAxis() },
      y: { field: 'cost', type: 'quantitative', title: null, axis: moneyAxis() },
      tooltip: tooltip()
    }
  };
}

/** Cost by name as lying bars, the longest first. */
export function rankChart(bars: readonly IBar[], palette: IPalette, title: string): ChartSpec {
  return {
    ...frame(bars, palette, title),
    height: { step: 22 },
    encoding: {
      x: { field: 'cost', type: 'quantitative', title: null, axis: moneyAxis() },
      y: {
        field: 'name',
        type: 'nominal',
        title: null,
        sort: null,
        axis: { grid: false, ticks: false, domain: false, labelLimit: 160 }
      },
      tooltip: tooltip()
    }
  };
}

/** The bars of sums, what costs most first; what comes after MOST_BARS is added up as `rest`. */
export function barsOf<T extends ISum>(
  sums: readonly T[],
  nameOf: (sum: T) => string,
  rest: string
): IBar[] {
  const bars = sums
    .map(sum => ({ name: nameOf(sum), cost: costOf(sum) }))
    .sort((a, b) => b.cost - a.cost);
  if (bars.length <= MOST_BARS) {
    return bars;
  }
  const others = bars.slice(MOST_BARS - 1).reduce((total, bar) => total + bar.cost, 0);
  return [...bars.slice(0, MOST_BARS - 1), { name: rest, cost: others }];
}

function costOf(sum: ISum): number {
  return Number(sum.estimated_cost_usd);
}

function frame(values: readonly IBar[], palette: IPalette, title: string): Record<string, unknown> {
  const axis = {
    labelColor: palette.text,
    gridColor: palette.line,
    domainColor: palette.line,
    tickColor: palette.line,
    labelFontSize: 11,
    labelPadding: 6
  };
  return {
    $schema: SCHEMA,
    description: title,
    width: 'container',
    background: 'transparent',
    data: { values },
    mark: { type: 'bar', color: palette.bar, cornerRadiusEnd: 2 },
    config: { font: palette.font, view: { stroke: null }, axis }
  };
}

/** Labels like `11-21` for `2026-11-21`, as many as there is room for. */
function dayAxis(): Record<string, unknown> {
  return {
    grid: false,
    labelAngle: 0,
    labelExpr: 'slice(datum.label, 5)',
    labelOverlap: 'parity'
  };
}

function moneyAxis(): Record<string, unknown> {
  return { format: '$,.4~f', tickCount: 4, domain: false };
}

function tooltip(): Record<string, unknown>[] {
  return [
    { field: 'name', type: 'nominal', title: ' ' },
    { field: 'cost', type: 'quantitative', title: '$', format: ',.4~f' }
  ];
}
