import type { TranslationBundle } from '@jupyterlab/translation';
import { markLabel } from '../components/authoring/words';
import type { AuthorNotebook, ICellLabel, INotebookView } from '../notebook/author_notebook';
import { readMark } from '../notebook/marking/mark';
import { isRelease } from '../notebook/marking/module_markup';
import { outlineOf } from '../notebook/marking/outline';

/** Keep a label on every marked cell of the notebook that is open, so that its structure shows in it. */
export function labelCells(notebook: AuthorNotebook, trans: TranslationBundle): void {
  const label = (): void => {
    const view = notebook.read();
    if (view) {
      notebook.label(labelsOf(view, trans));
    }
  };
  notebook.changed.connect(label);
  label();
}

/** The labels of a notebook's cells; a notebook that students get has none. */
export function labelsOf(view: INotebookView, trans: TranslationBundle): (ICellLabel | null)[] {
  if (isRelease(view.own)) {
    return view.cells.map(() => null);
  }
  const titles = new Map<number, string>();
  for (const { cell, title, parts } of outlineOf(view.cells).exercises) {
    [cell, ...parts.map(part => part.cell)].forEach(at => titles.set(at, title));
  }
  return view.cells.map((cell, at) => {
    const mark = readMark(cell.own);
    return mark && { role: mark.role, text: markLabel(trans, mark, titles.get(at) ?? '') };
  });
}
