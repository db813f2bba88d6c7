import {
  ILayoutRestorer,
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin
} from '@jupyterlab/application';
import {
  ICommandPalette,
  IThemeManager,
  type MainAreaWidget,
  WidgetTracker
} from '@jupyterlab/apputils';
import { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import type { Widget } from '@lumino/widgets';
import { tutorIcon } from '../components/icons';
import { Store } from '../models/store';
import { PROGRESS_COMMAND, PROGRESS_PLUGIN } from '../tokens/commands';
import { saveBlob } from './browser';
import { confirm } from './dialogs';
import { hasMainArea, mainAreaPage, showInDialog, showInMainArea } from './main_area';

/** The page on which students see how far they are, and staff how far the class is. Loaded when it is opened. */
export const progressPlugin: JupyterFrontEndPlugin<void> = {
  id: PROGRESS_PLUGIN,
  description: 'How far the student and the class are with the modules.',
  autoStart: true,
  requires: [IRenderMimeRegistry],
  optional: [ITranslator, ICommandPalette, ILayoutRestorer, IThemeManager],
  activate
};

function activate(
  app: JupyterFrontEnd,
  rendermime: IRenderMimeRegistry,
  translator: ITranslator | null,
  palette: ICommandPalette | null,
  restorer: ILayoutRestorer | null,
  themes: IThemeManager | null
): void {
  const language = translator ?? nullTranslator;
  const trans = language.load('jupyter_tutor');
  const theme = new Store(themes?.theme ?? '');
  themes?.themeChanged.connect((_, { newValue }) => theme.set(newValue));
  const tracker = new WidgetTracker<MainAreaWidget>({ namespace: PROGRESS_COMMAND });
  const make = async (): Promise<Widget> => {
    const { ProgressWidget } = await import('../widgets/progress_widget');
    return new ProgressWidget({
      serverSettings: app.serviceManager.serverSettings,
      rendermime,
      trans,
      locale: language.languageCode.replace('_', '-'),
      theme,
      confirm,
      save: saveBlob
    });
  };
  app.commands.addCommand(PROGRESS_COMMAND, {
    label: trans.__('Tutor: Progress'),
    caption: trans.__('See how far you are with the modules'),
    icon: tutorIcon,
    execute: async () => {
      if (!hasMainArea()) {
        showInDialog(await make(), trans);
        return;
      }
      const main = tracker.currentWidget ?? mainAreaPage(await make(), PROGRESS_COMMAND);
      showInMainArea(app, main);
      if (!tracker.has(main)) {
        await tracker.add(main);
      }
    }
  });
  palette?.addItem({ command: PROGRESS_COMMAND, category: trans.__('Tutor') });
  void restorer?.restore(tracker, { command: PROGRESS_COMMAND, name: () => 'progress' });
}
