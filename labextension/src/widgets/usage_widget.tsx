import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import type { ServerConnection } from '@jupyterlab/services';
import { ReactWidget } from '@jupyterlab/ui-components';
import * as React from 'react';
import '../../style/usage.css';
import { AdminRest } from '../client/admin';
import { tutorIcon } from '../components/icons';
import { themePalette } from '../components/usage/palette';
import { chartRenderer } from '../components/usage/render_chart';
import type { IUsageServices } from '../components/usage/services';
import { Usage } from '../components/usage/usage';
import { UsagePage } from '../models/usage/usage_page';

export type UsageOptions = Pick<
  IUsageServices,
  'trans' | 'locale' | 'theme' | 'confirm' | 'save'
> & {
  readonly serverSettings: ServerConnection.ISettings;
  readonly rendermime: IRenderMimeRegistry;
};

/** The page about usage as a widget of the main area. It fetches what it shows when it is made. */
export class UsageWidget extends ReactWidget {
  constructor({ serverSettings, rendermime, ...services }: UsageOptions) {
    super();
    const page = new UsagePage(new AdminRest(serverSettings));
    const drawChart = chartRenderer(rendermime);
    this.services = { ...services, page, palette: themePalette, drawChart };
    this.id = 'jupyter-tutor-usage';
    this.addClass('tutor-usage');
    this.title.icon = tutorIcon;
    this.title.label = services.trans.__('Tutor: Usage');
    this.title.closable = true;
    void page.open();
  }

  protected override render(): React.JSX.Element {
    return <Usage services={this.services} />;
  }

  private readonly services: IUsageServices;
}
