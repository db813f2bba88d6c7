import { barsOf, dayChart, MOST_BARS, rankChart } from '../../../src/models/usage/charts';
import { REPORT, sum } from '../../usage_facts';

const PALETTE = { text: 'black', line: 'grey', bar: 'blue', font: 'sans-serif' };

describe('charts', () => {
  it('draw every day, in the colours of the theme', () => {
    const chart = dayChart(REPORT.per_day, PALETTE, 'Cost per day');
    expect(chart).toMatchObject({
      description: 'Cost per day',
      data: {
        values: [
          { name: '2026-11-20', cost: 10.5 },
          { name: '2026-11-21', cost: 1.5 }
        ]
      },
      mark: { color: 'blue' },
      config: { axis: { labelColor: 'black' } }
    });
  });

  it('keep the order of the bars that they are given', () => {
    const bars = [
      { name: 'b', cost: 2 },
      { name: 'a', cost: 1 }
    ];
    expect(rankChart(bars, PALETTE, '')).toMatchObject({
      data: { values: bars },
      encoding: { y: { sort: null } }
    });
  });
});

describe('barsOf', () => {
  it('adds up what comes after the longest bars, and loses nothing', () => {
    const users = Array.from({ length: 14 }, (_, i) => ({ user: `u${i}`, ...sum(String(i)) }));
    const bars = barsOf(users, each => each.user, 'others');
    expect(bars).toHaveLength(MOST_BARS);
    expect(bars[0]).toEqual({ name: 'u13', cost: 13 });
    expect(bars[MOST_BARS - 1].name).toBe('others');
    expect(bars.reduce((total, bar) => total + bar.cost, 0)).toBe(91);
  });

  it('shows every bar where there are few', () => {
    const users = [{ user: 'ada', ...sum('1') }];
    expect(barsOf(users, each => each.user, 'others')).toEqual([{ name: 'ada', cost: 1 }]);
  });
});
