import type { JupyterFrontEnd } from '@jupyterlab/application';
import { Dialog, MainAreaWidget } from '@jupyterlab/apputils';
import { PageConfig } from '@jupyterlab/coreutils';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { Widget } from '@lumino/widgets';

/** Whether pages can stand beside the notebook. In Notebook 7 the main area holds one document alone. */
export function hasMainArea(): boolean {
  return PageConfig.getOption('notebookPage') === '';
}

/** A page of the main area, without a toolbar. */
export function mainAreaPage<T extends Widget>(content: T, id: string): MainAreaWidget<T> {
  const main = new MainAreaWidget({ content });
  main.id = id;
  main.toolbar.hide();
  return main;
}

/** Bring a page into view in the main area. */
export function showInMainArea(app: JupyterFrontEnd, main: MainAreaWidget): void {
  if (!main.isAttached) {
    app.shell.add(main, 'main', { type: 'Tutor' });
  }
  app.shell.activateById(main.id);
}

/** Show a page above everything else, until it is closed or disposed. */
export function showInDialog(content: Widget, trans: TranslationBundle): void {
  content.addClass('tutor-in-dialog');
  const dialog = new Dialog({
    title: content.title.label,
    body: content,
    buttons: [Dialog.cancelButton({ label: trans.__('Close') })]
  });
  content.disposed.connect(() => dialog.reject());
  void dialog.launch();
}
