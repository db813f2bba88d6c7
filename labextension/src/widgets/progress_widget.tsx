import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import type { ServerConnection } from '@jupyterlab/services';
import { ReactWidget } from '@jupyterlab/ui-components';
import * as React from 'react';
import '../../style/usage.css';
import { ModulesRest } from '../client/modules';
import { tutorIcon } from '../components/icons';
import { Progress } from '../components/modules/progress/progress';
import { themePalette } from '../components/usage/palette';
import { chartRenderer } from '../components/usage/render_chart';
import type { IPageServices } from '../components/usage/services';
import { ProgressPage } from '../models/modules/progress_page';

export type ProgressOptions = Omit<IPageServices, 'palette' | 'drawChart'> & {
  readonly serverSettings: ServerConnection.ISettings;
  readonly rendermime: IRenderMimeRegistry;
};

/** The page about progress as a widget of the main area. It fetches what it shows when it is made. */
export class ProgressWidget extends ReactWidget {
  constructor({ serverSettings, rendermime, ...services }: ProgressOptions) {
    super();
    this.page = new ProgressPage(new ModulesRest(serverSettings));
    this.services = {
      ...services,
      palette: themePalette,
      drawChart: chartRenderer(rendermime)
    };
    this.addClass('tutor-usage');
    this.title.icon = tutorIcon;
    this.title.label = services.trans.__('Tutor: Progress');
    this.title.closable = true;
    void this.page.open();
  }

  protected override render(): React.JSX.Element {
    return <Progress services={this.services} page={this.page} />;
  }

  private readonly page: ProgressPage;
  private readonly services: IPageServices;
}
