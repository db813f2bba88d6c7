import { Signal } from '@lumino/signaling';
import type { IAuthorNotebook } from '../src/models/authoring/author';
import type { INotebookView } from '../src/notebook/author_notebook';
import type { ICellEdit, INewCell } from '../src/notebook/marking/edits';
import type { CellType, IMarkedCell } from '../src/notebook/marking/outline';
import type { Json } from '../src/notebook/marking/records';

export function aCell(type: CellType, source: string, own: unknown = null): IMarkedCell {
  return { id: source, type, source, own };
}

/** A notebook that is open, kept in lists. */
export class FakeNotebook implements IAuthorNotebook {
  readonly changed = new Signal<unknown, void>(this);
  path = 'course/mean.ipynb';
  own: unknown = undefined;
  active = 0;
  isOpen = true;

  constructor(public cells: IMarkedCell[]) {}

  read(): INotebookView | null {
    const { path, cells, active, own } = this;
    return this.isOpen ? { path, cells, active, own } : null;
  }

  content(): Json | null {
    const cells = this.cells.map(({ type, source, own }) => ({
      cell_type: type,
      source,
      metadata: { jupyter_tutor: own }
    }));
    return this.isOpen ? { cells, metadata: { jupyter_tutor: this.own } } : null;
  }

  apply(edits: readonly ICellEdit[]): void {
    this.cells = this.cells.map((cell, at) => {
      const edit = edits.find(each => each.cell === at);
      return edit ? { ...cell, own: edit.own } : cell;
    });
    this.changed.emit();
  }

  insert({ at, type, own }: INewCell): void {
    const cell = { id: `new ${this.cells.length}`, type, source: '', own };
    this.cells = [...this.cells.slice(0, at), cell, ...this.cells.slice(at)];
    this.goTo(at);
  }

  describe(own: Json): void {
    this.own = own;
    this.changed.emit();
  }

  goTo(at: number): void {
    this.active = at;
    this.changed.emit();
  }

  /** What the cells say of themselves. */
  get owns(): unknown[] {
    return this.cells.map(cell => cell.own);
  }
}
