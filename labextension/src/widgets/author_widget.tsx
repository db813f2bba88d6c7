import { ReactWidget } from '@jupyterlab/ui-components';
import type { Message } from '@lumino/messaging';
import * as React from 'react';
import '../../style/author.css';
import { AuthorPage } from '../components/authoring/author_page';
import type { IAuthorServices } from '../components/authoring/services';
import { authorIcon } from '../components/icons';

export { labelCells } from './cell_labels';

/** The author's page as a widget of the side area. The server is asked only while it is seen. */
export class AuthorWidget extends ReactWidget {
  constructor(private readonly services: IAuthorServices) {
    super();
    const { trans } = services;
    this.id = 'jupyter-tutor-author';
    this.addClass('tutor-author');
    this.title.icon = authorIcon;
    this.title.caption = trans.__('Author: make this notebook a module');
    this.node.tabIndex = -1;
    this.node.setAttribute('role', 'region');
    this.node.setAttribute('aria-label', trans.__('Author'));
  }

  /** The cursor goes to what the cell is, which is where marking begins. */
  protected override onActivateRequest(message: Message): void {
    super.onActivateRequest(message);
    void this.renderPromise?.then(() => {
      (this.node.querySelector('select') ?? this.node).focus();
    });
  }

  protected override onAfterShow(message: Message): void {
    super.onAfterShow(message);
    this.services.author.wake();
  }

  protected override onAfterHide(message: Message): void {
    super.onAfterHide(message);
    this.services.author.rest();
  }

  protected override render(): React.JSX.Element {
    return <AuthorPage services={this.services} />;
  }
}
