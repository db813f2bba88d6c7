import { type ILabShell, ILayoutRestorer, type JupyterFrontEnd } from '@jupyterlab/application';
import { PageConfig } from '@jupyterlab/coreutils';
import type { Widget } from '@lumino/widgets';
import type { IKeyValue } from '../models/drafts';
import type { IPreferences } from '../models/preferences';

/** After the property inspector and the debugger, which come with Jupyter. */
const RANK = 1200;

/** Where the panel stands in the window, and when it opens by itself. */
export class PanelPlace {
  constructor(
    private readonly app: JupyterFrontEnd,
    private readonly widget: Widget,
    private readonly storage: IKeyValue,
    private readonly seenKey: string
  ) {}

  /** Put the panel on its side of the window; it moves when it was on the other. */
  settle(side: IPreferences['side']): void {
    if (pageHasNotebook() && side !== this.side) {
      const wasVisible = this.widget.isVisible;
      this.side = side;
      this.app.shell.add(this.widget, side, { rank: RANK, type: 'Tutor' });
      if (wasVisible) {
        this.show();
      }
    }
  }

  show(): void {
    this.app.shell.activateById(this.widget.id);
  }

  /** Open at the start of the application, as the student likes it; the cursor stays where it is. */
  openAtStart(when: IPreferences['openAtStart']): void {
    const isNew = this.storage.getItem(this.seenKey) === null;
    this.storage.setItem(this.seenKey, 'yes');
    if (pageHasNotebook() && (when === 'always' || (when === 'first-time' && isNew))) {
      this.show();
    }
  }

  private side: IPreferences['side'] | null = null;
}

/** Notebook 7 has pages for files and terminals too, on which a tutor has nothing to do. */
function pageHasNotebook(): boolean {
  return ['', 'notebooks'].includes(PageConfig.getOption('notebookPage'));
}

/** Let JupyterLab remember whether the panel was open. */
export function rememberPlace(
  restorer: ILayoutRestorer | null,
  labShell: ILabShell | null,
  widget: Widget
): void {
  if (labShell && pageHasNotebook()) {
    restorer?.add(widget, widget.id);
  }
}
