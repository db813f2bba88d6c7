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
import { ILauncher } from '@jupyterlab/launcher';
import { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { ITranslator, nullTranslator, type TranslationBundle } from '@jupyterlab/translation';
import { TutorRest } from '../client/rest';
import { tutorIcon } from '../components/icons';
import { Store } from '../models/store';
import { USAGE_COMMAND, USAGE_PLUGIN } from '../tokens/commands';
import { ITutorPanel } from '../tokens/tutor_panel';
import { saveBlob } from './browser';
import { confirm } from './dialogs';
import { mainAreaPage, showInMainArea } from './main_area';

/** Roles that may change limits. */
const STAFF = ['admin', 'instructor'];

/** The page on which staff see what was used and set the limits. Its code is loaded when it is opened. */
export const usagePlugin: JupyterFrontEndPlugin<void> = {
  id: USAGE_PLUGIN,
  description: 'What everyone has used of the tutor, and the limits.',
  autoStart: true,
  requires: [IRenderMimeRegistry, ITutorPanel],
  optional: [ITranslator, ICommandPalette, ILauncher, ILayoutRestorer, IThemeManager],
  activate
};

function activate(
  app: JupyterFrontEnd,
  rendermime: IRenderMimeRegistry,
  panel: ITutorPanel,
  translator: ITranslator | null,
  palette: ICommandPalette | null,
  launcher: ILauncher | null,
  restorer: ILayoutRestorer | null,
  themes: IThemeManager | null
): void {
  const language = translator ?? nullTranslator;
  const trans = language.load('jupyter_tutor');
  const theme = new Store(themes?.theme ?? '');
  themes?.themeChanged.connect((_, { newValue }) => theme.set(newValue));
  const tracker = new WidgetTracker<MainAreaWidget>({ namespace: USAGE_COMMAND });
  const make = async (): Promise<MainAreaWidget> => {
    const { UsageWidget } = await import('../widgets/usage_widget');
    const content = new UsageWidget({
      serverSettings: app.serviceManager.serverSettings,
      rendermime,
      trans,
      locale: language.languageCode.replace('_', '-'),
      theme,
      confirm,
      save: saveBlob
    });
    return mainAreaPage(content, USAGE_COMMAND);
  };
  app.commands.addCommand(USAGE_COMMAND, {
    label: trans.__('Tutor: Usage'),
    caption: trans.__('See what everyone has used of the tutor, and set the limits'),
    icon: tutorIcon,
    execute: async () => {
      const main = tracker.currentWidget ?? (await make());
      showInMainArea(app, main);
      if (!tracker.has(main)) {
        await tracker.add(main);
      }
    }
  });
  palette?.addItem({ command: USAGE_COMMAND, category: trans.__('Tutor') });
  void restorer?.restore(tracker, { command: USAGE_COMMAND, name: () => 'usage' });
  if (launcher) {
    void panel.seen.then(() => addForStaff(app, launcher, trans));
  }
}

/** Put the page among the things that can be begun, for those who may see it. */
async function addForStaff(
  app: JupyterFrontEnd,
  launcher: ILauncher,
  trans: TranslationBundle
): Promise<void> {
  const rest = new TutorRest(app.serviceManager.serverSettings);
  const roles = await rest.profile().then(
    profile => profile.roles,
    () => []
  );
  if (roles.some(role => STAFF.includes(role))) {
    launcher.add({ command: USAGE_COMMAND, category: trans.__('Other') });
  }
}
