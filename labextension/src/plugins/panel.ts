import {
  ILabShell,
  ILayoutRestorer,
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { Clipboard, ICommandPalette } from '@jupyterlab/apputils';
import { INotebookTracker } from '@jupyterlab/notebook';
import { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { UUID } from '@lumino/coreutils';
import { type ExportFormat, TutorRest } from '../client/rest';
import { ChatSocket, moduleRoute } from '../client/socket';
import { markdownRenderer } from '../components/render_markdown';
import type { IPanelServices } from '../components/services';
import type { ModuleDesk } from '../models/modules/desk';
import { Store } from '../models/store';
import { Tutor } from '../models/tutor';
import { NotebookWatcher } from '../notebook/watcher';
import { PANEL_PLUGIN, PROGRESS_COMMAND } from '../tokens/commands';
import { ITutorPanel } from '../tokens/tutor_panel';
import { PanelMenus } from '../widgets/menus';
import { TutorWidget } from '../widgets/tutor_widget';
import { atNextDrawing, browserStorage, conversationFile, saveBlob } from './browser';
import { addCommands } from './commands';
import { confirm } from './dialogs';
import { addExplainLinks } from './explain_links';
import { showFailure } from './failures';
import { addModuleCommands, comparer, makeDesk } from './modules';
import { PanelPlace, rememberPlace } from './place';
import { followSettings } from './settings';

/** The tutor panel and all ways that lead to it. */
export const panelPlugin: JupyterFrontEndPlugin<ITutorPanel> = {
  id: PANEL_PLUGIN,
  description: 'A tutor beside the notebook.',
  autoStart: true,
  provides: ITutorPanel,
  requires: [INotebookTracker, IRenderMimeRegistry],
  optional: [ISettingRegistry, ITranslator, ICommandPalette, ILayoutRestorer, ILabShell],
  activate
};

function activate(
  app: JupyterFrontEnd,
  tracker: INotebookTracker,
  rendermime: IRenderMimeRegistry,
  registry: ISettingRegistry | null,
  translator: ITranslator | null,
  palette: ICommandPalette | null,
  restorer: ILayoutRestorer | null,
  labShell: ILabShell | null
): ITutorPanel {
  const language = translator ?? nullTranslator;
  const trans = language.load('jupyter_tutor');
  const storage = browserStorage();
  const storagePrefix = `jupyter-tutor:${app.serviceManager.serverSettings.baseUrl}`;
  const watcher = new NotebookWatcher(tracker);
  const desk = makeDesk(app, tracker, trans, storagePrefix);
  const tutor = makeTutor(app, watcher, desk, storagePrefix);
  const locale = language.languageCode.replace('_', '-');
  const settings = followSettings(registry, tutor);

  const focusNotebook = (): void => {
    if (tracker.currentWidget) {
      app.shell.activateById(tracker.currentWidget.id);
    }
  };
  const exportSession = async (sessionId: string, format: ExportFormat): Promise<void> => {
    const blob = await tutor.export(sessionId, format);
    if (blob) {
      saveBlob(blob, conversationFile(format));
    }
  };
  const menus = new PanelMenus(tutor, app.commands, trans);
  const services: IPanelServices = {
    tutor,
    desk,
    compare: comparer(app, trans, locale),
    openProgress: () => void app.commands.execute(PROGRESS_COMMAND),
    trans,
    locale,
    renderMarkdown: markdownRenderer(rendermime, language),
    openHeaderMenu: below => menus.openHeader(below),
    openProblemMenu: below => void menus.openProblems(below),
    focusNotebook,
    confirm,
    copy: text => Clipboard.copyToSystem(text),
    exportSession: (sessionId, below) =>
      menus.openExport(below, format => void exportSession(sessionId, format))
  };
  const widget = new TutorWidget({ services, onSendChange: settings.setSend });
  const place = new PanelPlace(app, widget, storage, `${storagePrefix}:seen`);
  const lookAtActive = (): void => {
    if (tracker.activeCell) {
      watcher.lookAt(tracker.activeCell);
    }
  };
  const explain = (): void => {
    place.show();
    tutor.ask(trans.__('Explain this error'));
  };

  addCommands({
    app,
    tutor,
    trans,
    palette,
    show: () => place.show(),
    lookAtActive,
    focusNotebook,
    explainActiveError: explain,
    hasError: () => Boolean(watcher.read()?.error),
    exportSession: (sessionId, format) => void exportSession(sessionId, format)
  });
  addModuleCommands(
    app,
    trans,
    desk,
    () => {
      place.show();
      tutor.view.set('modules');
    },
    () => watcher.read()?.exerciseId ?? null
  );
  addExplainLinks(rendermime, trans, tutor, node => {
    const cell = watcher.cellAt(node);
    if (cell) {
      watcher.lookAt(cell);
      explain();
    }
  });
  tutor.failed.connect((_, error) => showFailure(trans, error));
  rememberPlace(restorer, labShell, widget);
  void settings.ready.then(async () => {
    place.settle(tutor.preferences.value.side);
    tutor.preferences.changed.connect((_, { side }) => place.settle(side));
    await app.restored;
    place.openAtStart(tutor.preferences.value.openAtStart);
  });

  return {
    seen: tutor.seen,
    open: () => {
      place.show();
      tutor.focusBox();
    },
    ask: text => {
      place.show();
      tutor.ask(text);
    }
  };
}

function makeTutor(
  app: JupyterFrontEnd,
  notebook: NotebookWatcher,
  desk: ModuleDesk,
  storagePrefix: string
): Tutor {
  const { serverSettings } = app.serviceManager;
  const module = new Store<string | null>(null);
  desk.work.changed.connect((_, work) => module.set(work?.id ?? null));
  return new Tutor({
    socketOf: id => new ChatSocket(serverSettings, id === null ? undefined : moduleRoute(id)),
    rest: new TutorRest(serverSettings),
    notebook,
    module,
    storage: browserStorage(),
    storagePrefix,
    schedule: atNextDrawing,
    now: () => Date.now(),
    newId: () => UUID.uuid4()
  });
}
