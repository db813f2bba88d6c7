import type { TranslationBundle } from '@jupyterlab/translation';
import { markLabel } from '../components/authoring/words';
import type { Author } from '../models/authoring/author';
import type { AuthorNotebook, ICellLabel, INotebookView } from '../notebook/author_notebook';
import { isRelease } from '../notebook/marking/module_markup';
import { markOf, outlineOf } from '../notebook/marking/outline';

/** Keep a label on every marked cell of the notebook that is open, so that its structure shows in it. */
export function labelCells(
  { view }: Author,
  notebook: AuthorNotebook,
  trans: TranslationBundle
): void {
  view.changed.connect((_, shown) => {
    if (shown) {
      notebook.label(labelsOf(shown, trans));
    }
  });
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
    const mark = markOf(cell);
    return mark && { role: mark.role, text: markLabel(trans, mark, titles.get(at) ?? '') };
  });
}
