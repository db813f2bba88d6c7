import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { Widget } from '@lumino/widgets';
import type { ChartSpec } from '../../models/usage/charts';

/** What JupyterLab's own renderer draws with Vega. */
const MIME_TYPE = 'application/vnd.vegalite.v5+json';
/** No menu: the figures can be downloaded as they are. */
const EMBED_OPTIONS = { actions: false, renderer: 'svg' };

/** A function that draws charts with the application's own renderer; null where it has none. */
export function chartRenderer(
  rendermime: IRenderMimeRegistry
): ((spec: ChartSpec, host: HTMLElement) => Promise<() => void>) | null {
  if (!rendermime.getFactory(MIME_TYPE)) {
    return null;
  }
  return async (spec, host) => {
    const renderer = rendermime.createRenderer(MIME_TYPE);
    const model = rendermime.createModel({
      // The renderer draws the chart a second time, as a picture to be stored, unless there is one.
      data: { [MIME_TYPE]: spec as never, 'image/png': 'none' },
      metadata: { [MIME_TYPE]: { embed_options: EMBED_OPTIONS } as never }
    });
    Widget.attach(renderer, host);
    await renderer.renderModel(model);
    return () => renderer.dispose();
  };
}
