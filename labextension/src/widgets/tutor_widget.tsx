import { ReactWidget } from '@jupyterlab/ui-components';
import type { Message } from '@lumino/messaging';
import * as React from 'react';
import { tutorIcon } from '../components/icons';
import { Panel } from '../components/panel';
import type { IPanelServices } from '../components/services';
import type { ChipKind } from '../models/context';

export interface ITutorWidgetOptions {
  readonly services: IPanelServices;
  readonly onSendChange: (send: Record<ChipKind, boolean>) => void;
}

/** The panel as a widget of the side area. It connects when it is first seen. */
export class TutorWidget extends ReactWidget {
  constructor(private readonly options: ITutorWidgetOptions) {
    super();
    const { trans } = options.services;
    this.id = 'jupyter-tutor-panel';
    this.addClass('tutor-panel');
    this.title.icon = tutorIcon;
    this.title.caption = trans.__('Tutor');
    this.node.setAttribute('role', 'region');
    this.node.setAttribute('aria-label', trans.__('Tutor'));
  }

  protected override render(): React.JSX.Element {
    return <Panel {...this.options} />;
  }

  protected override onAfterShow(message: Message): void {
    super.onAfterShow(message);
    this.options.services.tutor.wake();
  }

  protected override onAfterAttach(message: Message): void {
    super.onAfterAttach(message);
    if (this.isVisible) {
      this.options.services.tutor.wake();
    }
  }
}
