import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette, Notification } from '@jupyterlab/apputils';
import { INotebookTracker } from '@jupyterlab/notebook';
import { ITranslator, nullTranslator, type TranslationBundle } from '@jupyterlab/translation';
import type { Widget } from '@lumino/widgets';
import { TutorRest } from '../client/rest';
import { authorIcon } from '../components/icons';
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
        const text =
          page.isForReader === null
            ? trans.__('The Jupyter server does not answer. Try again when it is back.')
            : trans.__('Modules are written by instructors.');
        Notification.info(text, { autoClose: 6000 });
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
  ) {}

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
    const { serverSettings } = this.app.serviceManager;
    const { roles } = await new TutorRest(serverSettings).profile();
    this.isForReader = roles.some(role => STAFF.includes(role));
    this.app.commands.notifyCommandChanged(AUTHOR_COMMAND);
    if (!this.isForReader) {
      return null;
    }
    const { AuthorWidget } = await import('../widgets/author_widget');
    const { app, tracker, trans, locale } = this;
    const widget = new AuthorWidget({
      tracker,
      serverSettings,
      trans,
      locale,
      confirm,
      openBeside: (path, preview) => openPreview(app, trans, path, preview)
    });
    app.shell.add(widget, 'right', { rank: RANK, type: 'Tutor' });
    return widget;
  }

  private making: Promise<Widget | null> | null = null;
}
