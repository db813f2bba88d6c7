import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette, Notification } from '@jupyterlab/apputils';
import { INotebookTracker } from '@jupyterlab/notebook';
import { ITranslator, nullTranslator, type TranslationBundle } from '@jupyterlab/translation';
import type { Widget } from '@lumino/widgets';
import { AuthoringRest } from '../client/authoring';
import { authorIcon } from '../components/icons';
import { Author } from '../models/authoring/author';
import { AuthorNotebook } from '../notebook/author_notebook';
import { AUTHOR_COMMAND, AUTHOR_PLUGIN } from '../tokens/commands';
import { ITutorPanel } from '../tokens/tutor_panel';
import { confirm } from './dialogs';
import { openPreview } from './preview';

/** Roles that may make and publish modules. */
const STAFF = ['admin', 'instructor'];

/** Behind the tutor itself. */
const RANK = 1300;

/** The page on which instructors make a notebook a module. Students have nothing of it, not even its code. */
export const authorPlugin: JupyterFrontEndPlugin<void> = {
  id: AUTHOR_PLUGIN,
  description: 'Mark up a notebook as a module, check, preview and publish it.',
  autoStart: true,
  requires: [INotebookTracker, ITutorPanel],
  optional: [ITranslator, ICommandPalette],
  activate
};

function activate(
  app: JupyterFrontEnd,
  tracker: INotebookTracker,
  panel: ITutorPanel,
  translator: ITranslator | null,
  palette: ICommandPalette | null
): void {
  const language = translator ?? nullTranslator;
  const trans = language.load('jupyter_tutor');
  const locale = language.languageCode.replace('_', '-');
  const page = new StaffPage(app, tracker, trans, locale);
  app.commands.addCommand(AUTHOR_COMMAND, {
    label: trans.__('Author This Notebook'),
    caption: trans.__('Mark exercises, hints and checks, preview the notebook and publish it'),
    icon: authorIcon,
    isVisible: () => page.isForReader !== false,
    execute: async () => {
      const widget = await page.get();
      if (widget) {
        app.shell.activateById(widget.id);
      } else {
        Notification.info(trans.__('Modules are written by instructors.'));
      }
    }
  });
  palette?.addItem({ command: AUTHOR_COMMAND, category: trans.__('Tutor') });
  // Until the tutor is used its server is left alone.
  void panel.seen.then(() => page.get());
}

/** The author's page, made once it is known that the reader is one of the staff. */
class StaffPage {
  /** Null while it is not known. */
  isForReader: boolean | null = null;

  constructor(
    private readonly app: JupyterFrontEnd,
    private readonly tracker: INotebookTracker,
    private readonly trans: TranslationBundle,
    private readonly locale: string
  ) {
    this.client = new AuthoringRest(app.serviceManager.serverSettings);
  }

  /** The page in its place, or null for whoever it is not for. */
  get(): Promise<Widget | null> {
    this.making ??= this.make().catch(() => {
      // The server did not answer: it may the next time.
      this.making = null;
      return null;
    });
    return this.making;
  }

  private async make(): Promise<Widget | null> {
    const { roles } = await this.client.profile();
    this.isForReader = roles.some(role => STAFF.includes(role));
    this.app.commands.notifyCommandChanged(AUTHOR_COMMAND);
    if (!this.isForReader) {
      return null;
    }
    const { AuthorWidget, labelCells } = await import('../widgets/author_widget');
    const { app, trans, locale } = this;
    const notebook = new AuthorNotebook(this.tracker);
    const author = new Author({
      rest: this.client,
      notebook,
      openBeside: (path, preview) => openPreview(app, trans, path, preview)
    });
    labelCells(author, notebook, trans);
    author.look();
    const widget = new AuthorWidget({ author, trans, locale, confirm });
    app.shell.add(widget, 'right', { rank: RANK, type: 'Tutor' });
    return widget;
  }

  private readonly client: AuthoringRest;
  private making: Promise<Widget | null> | null = null;
}
