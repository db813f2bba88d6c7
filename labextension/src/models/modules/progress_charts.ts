import type { IModuleSum } from '../../client/module_types';
import type { ChartSpec, IPalette } from '../usage/charts';

/** A part of a bar: how many there are of what, in which row. */
export interface IPart {
  readonly name: string;
  readonly kind: string;
  readonly count: number;
  /** The part with the highest rank stands first in its bar. */
  readonly rank: number;
}

const SCHEMA = 'https://vega.github.io/schema/vega-lite/v5.json';
/** How much of its colour a part has, from the first kind to the last. */
const SHADES = [0.15, 0.5, 1];
const HINT_SHADES = [0.2, 0.4, 0.6, 0.8, 1];

/** Lying bars made of parts, in shades of one colour: they are told apart without seeing colours. */
export function stackedChart(
  parts: readonly IPart[],
  kinds: readonly string[],
  palette: IPalette,
  title: string
): ChartSpec {
  const shades = kinds.length === HINT_SHADES.length ? HINT_SHADES : SHADES.slice(-kinds.length);
  return {
    $schema: SCHEMA,
    description: title,
    width: 'container',
    background: 'transparent',
    data: { values: parts },
    height: { step: 24 },
    mark: { type: 'bar', color: palette.bar },
    encoding: {
      x: {
        field: 'count',
        type: 'quantitative',
        title: null,
        axis: { values: wholeTicks(parts), format: 'd', domain: false }
      },
      y: {
        field: 'name',
        type: 'nominal',
        title: null,
        sort: null,
        axis: { grid: false, ticks: false, domain: false, labelLimit: 180 }
      },
      order: { field: 'rank', type: 'quantitative', sort: 'descending' },
      opacity: {
        field: 'kind',
        type: 'ordinal',
        // Without its type it would be a scale of points, which only knows a first and a last shade.
        scale: { type: 'ordinal', domain: kinds, range: shades },
        legend: {
          title: null,
          orient: 'top',
          symbolType: 'square',
          symbolFillColor: palette.bar,
          symbolStrokeWidth: 0
        }
      },
      tooltip: [
        { field: 'name', type: 'nominal', title: ' ' },
        { field: 'kind', type: 'nominal', title: '  ' },
        { field: 'count', type: 'quantitative', title: '#' }
      ]
    },
    config: {
      font: palette.font,
      view: { stroke: null },
      legend: { labelColor: palette.text, labelFontSize: 11, labelLimit: 200 },
      axis: {
        labelColor: palette.text,
        gridColor: palette.line,
        domainColor: palette.line,
        tickColor: palette.line,
        labelFontSize: 11,
        labelPadding: 6
      }
    }
  };
}

/** About five whole numbers from 0 to the end of the longest bar: half a student is none. */
function wholeTicks(parts: readonly IPart[]): number[] {
  const lengths = new Map<string, number>();
  for (const { name, count } of parts) {
    lengths.set(name, (lengths.get(name) ?? 0) + count);
  }
  const longest = Math.max(0, ...lengths.values());
  const step = Math.max(1, Math.ceil(longest / 5));
  return Array.from({ length: Math.floor(longest / step) + 1 }, (_, at) => at * step);
}

/** Parts of one row, in the order of `kinds`; those that are empty are left out. */
export function partsOf(
  name: string,
  kinds: readonly string[],
  counts: readonly number[]
): IPart[] {
  return kinds
    .map((kind, rank) => ({ name, kind, count: counts[rank] ?? 0, rank }))
    .filter(part => part.count > 0);
}

/** Students by how far they are with each exercise of a module: done, in progress, not started. */
export function standingParts({ exercises }: IModuleSum, kinds: readonly string[]): IPart[] {
  return exercises.flatMap(each =>
    partsOf(each.title, kinds, [each.not_started, each.in_progress, each.done])
  );
}

/** Students by the highest step of the ladder that they were given in each exercise. */
export function hintParts({ exercises }: IModuleSum, kinds: readonly string[]): IPart[] {
  return exercises.flatMap(each => partsOf(each.title, kinds, each.hint_levels));
}
