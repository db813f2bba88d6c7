import * as React from 'react';
import type { ChartSpec, IPalette } from '../../models/usage/charts';
import { useStore } from '../services';
import { usePage } from './services';

/** Widths that differ by less are drawn once: a panel that is dragged would flicker. */
const WIDTH_STEP = 20;

interface IChartProps {
  readonly title: string;
  /** Must stay the same function while the chart stays the same. */
  readonly make: (palette: IPalette) => ChartSpec;
}

/** A chart as wide as its place, in the colours of the theme; nothing where there is no renderer. */
export function Chart({ title, make }: IChartProps): React.JSX.Element | null {
  const { drawChart, palette, theme } = usePage();
  const themeName = useStore(theme);
  const [host, setHost] = React.useState<HTMLDivElement | null>(null);
  const width = useWidth(host);
  React.useEffect(() => {
    if (!host || !drawChart || width === 0) {
      return;
    }
    const spec = { ...make(palette()), width, autosize: { type: 'fit-x', contains: 'padding' } };
    const drawn = drawChart(spec, host).catch((error: unknown) => {
      console.error('A chart of the tutor cannot be drawn.', error);
      return () => undefined;
    });
    return () => void drawn.then(remove => remove());
  }, [host, width, themeName, drawChart, palette, make]);
  if (!drawChart) {
    return null;
  }
  return (
    <figure className="tutor-usage-chart">
      <figcaption>{title}</figcaption>
      <div ref={setHost} />
    </figure>
  );
}

function useWidth(host: HTMLElement | null): number {
  const [width, setWidth] = React.useState(0);
  React.useEffect(() => {
    if (!host) {
      return;
    }
    const measure = (): void => setWidth(Math.floor(host.clientWidth / WIDTH_STEP) * WIDTH_STEP);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(host);
    return () => observer.disconnect();
  }, [host]);
  return width;
}
