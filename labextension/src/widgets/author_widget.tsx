import type { INotebookTracker } from '@jupyterlab/notebook';
import type { ServerConnection } from '@jupyterlab/services';
import { ReactWidget } from '@jupyterlab/ui-components';
import type { Message } from '@lumino/messaging';
import * as React from 'react';
import '../../style/author.css';
import { AuthoringRest } from '../client/authoring';
import { AuthorPage } from '../components/authoring/author_page';
import type { IAuthorServices } from '../components/authoring/services';
import { authorIcon } from '../components/icons';
import { Author, type IAuthorOptions } from '../models/authoring/author';
import { AuthorNotebook } from '../notebook/author_notebook';
import { labelCells } from './cell_labels';

export type AuthorPageOptions = Omit<IAuthorServices, 'author'> &
  Pick<IAuthorOptions, 'openBeside'> & {
    readonly tracker: INotebookTracker;
    readonly serverSettings: ServerConnection.ISettings;
  };

/** The author's page as a widget of the side area. The server is asked only while it is seen. */
export class AuthorWidget extends ReactWidget {
  constructor({ tracker, serverSettings, openBeside, ...services }: AuthorPageOptions) {
    super();
    const { trans } = services;
    const notebook = new AuthorNotebook(tracker);
    this.author = new Author({ rest: new AuthoringRest(serverSettings), notebook, openBeside });
    this.services = { ...services, author: this.author };
    labelCells(this.author, notebook, trans);
    this.author.look();
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
    this.author.wake();
  }

  protected override onAfterHide(message: Message): void {
    super.onAfterHide(message);
    this.author.rest();
  }

  protected override render(): React.JSX.Element {
    return <AuthorPage services={this.services} />;
  }

  private readonly author: Author;
  private readonly services: IAuthorServices;
}
