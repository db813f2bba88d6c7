import type { JupyterFrontEnd } from '@jupyterlab/application';
import { type MainAreaWidget, Notification } from '@jupyterlab/apputils';
import type { INotebookTracker } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';
import { ModulesRest } from '../client/modules';
import { ModuleDesk } from '../models/modules/desk';
import { ModuleMemory } from '../models/modules/memory';
import type { ModuleWork } from '../models/modules/work';
import { ModuleNotebooks } from '../notebook/module_notebooks';
import { ContentsWorkspace } from '../notebook/workspace';
import { COMMANDS } from '../tokens/commands';
import { ComparisonWidget } from '../widgets/comparison_widget';
import { browserStorage } from './browser';
import { hasMainArea, mainAreaPage, showInDialog, showInMainArea } from './main_area';

/** What opens a file in the application, whichever it is. */
const OPEN_COMMAND = 'docmanager:open';

/** The modules of this server, their notebooks in the workspace, and the one that is open. */
export function makeDesk(
  app: JupyterFrontEnd,
  tracker: INotebookTracker,
  trans: TranslationBundle,
  storagePrefix: string
): ModuleDesk {
  const { contents, serverSettings } = app.serviceManager;
  return new ModuleDesk({
    rest: new ModulesRest(serverSettings),
    notebooks: new ModuleNotebooks(tracker, contents),
    workspace: new ContentsWorkspace(contents),
    memory: new ModuleMemory(browserStorage(), storagePrefix),
    show: async path => {
      await app.commands.execute(OPEN_COMMAND, { path, factory: 'Notebook' });
    },
    now: () => Date.now(),
    nameOfCheck: number => trans.__('Check %1', number)
  });
}

/** A function that shows the two versions of a module's notebook beside each other, once for each. */
export function comparer(
  app: JupyterFrontEnd,
  trans: TranslationBundle,
  locale: string
): (work: ModuleWork) => void {
  const shown = new WeakMap<ModuleWork, MainAreaWidget>();
  const tell = (text: string): void => void Notification.success(text, { autoClose: 8000 });
  const make = (work: ModuleWork): ComparisonWidget =>
    new ComparisonWidget({ work, trans, locale, tell });
  return work => {
    work.keeping.lookAgain();
    if (!hasMainArea()) {
      showInDialog(make(work), trans);
      return;
    }
    const known = shown.get(work);
    const main =
      known && !known.isDisposed
        ? known
        : mainAreaPage(make(work), `jupyter-tutor-comparison-${work.id}`);
    shown.set(work, main);
    showInMainArea(app, main);
  };
}

/** The commands about modules: their list, and the checks of the exercise that the cursor is in. */
export function addModuleCommands(
  app: JupyterFrontEnd,
  trans: TranslationBundle,
  desk: ModuleDesk,
  open: () => void,
  exercise: () => string | null
): void {
  app.commands.addCommand(COMMANDS.modules, {
    label: trans.__('Modules'),
    caption: trans.__('Show the modules of your course, and the exercises of the open one'),
    execute: open
  });
  app.commands.addCommand(COMMANDS.checkWork, {
    label: trans.__('Check My Work'),
    caption: trans.__('Run the checks of the exercise that the cursor is in'),
    isEnabled: () => desk.work.value !== null && exercise() !== null,
    execute: async () => {
      const id = exercise();
      if (id !== null) {
        await desk.work.value?.checks.check(id);
      }
    }
  });
}
