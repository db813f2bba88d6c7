import { partsOf, stackedChart } from '../../../src/models/modules/progress_charts';

const PALETTE = { text: 'black', line: 'grey', bar: 'blue', font: 'sans-serif' };
const KINDS = ['not started', 'in progress', 'done'];

interface IChart {
  readonly encoding: {
    readonly x: { readonly axis: { readonly values: readonly number[] } };
    readonly opacity: { readonly scale: { readonly range: readonly number[] } };
  };
}

describe('stackedChart', () => {
  const chart = (...counts: number[][]): IChart =>
    stackedChart(
      counts.flatMap((each, at) => partsOf(`row ${at}`, KINDS, each)),
      KINDS,
      PALETTE,
      'Title'
    ) as unknown as IChart;

  it('counts in whole numbers, however few or many there are', () => {
    expect(chart([1, 0, 0]).encoding.x.axis.values).toEqual([0, 1]);
    expect(chart([1, 1, 0], [0, 3, 0]).encoding.x.axis.values).toEqual([0, 1, 2, 3]);
    expect(chart([100, 150, 50]).encoding.x.axis.values).toEqual([0, 60, 120, 180, 240, 300]);
    expect(chart().encoding.x.axis.values).toEqual([0]);
  });

  it('tells kinds apart by how dark they are, not by colour', () => {
    const { range } = chart([1, 1, 1]).encoding.opacity.scale;
    expect(range).toEqual([...range].sort((a, b) => a - b));
    expect(new Set(range).size).toBe(KINDS.length);
  });

  it('draws nothing for what there is none of', () => {
    expect(partsOf('row', KINDS, [0, 2, 0])).toEqual([
      { name: 'row', kind: 'in progress', count: 2, rank: 1 }
    ]);
  });
});
