import type { ICell, INotebookContent } from '@jupyterlab/nbformat';
import type { ITaken } from '../../notebook/module_tag';

/** The source of a cell as one text. */
export function sourceOf({ source }: ICell): string {
  return Array.isArray(source) ? source.join('') : source;
}

/** The id of a cell; empty in notebooks that are too old to have one. */
export function idOf(cell: ICell): string {
  return typeof cell.id === 'string' ? cell.id : '';
}

function cellFingerprint(cell: ICell): string {
  return hash(`${cell.cell_type}\n${sourceOf(cell)}`);
}

/** A short text that is the same for notebooks with the same cells; outputs do not count. */
export function fingerprint({ cells }: INotebookContent): string {
  return hash(cells.map(cell => cellFingerprint(cell)).join());
}

/** A module's notebook as it is laid down in the workspace: it says whose it is, and what it was. */
export function laidDown(release: INotebookContent, module: string): INotebookContent {
  const taken: ITaken = { module, whole: fingerprint(release) };
  return withOwn(release, { taken });
}

/** A notebook with something added to its own metadata `jupyter_tutor`. */
export function withOwn(notebook: INotebookContent, more: object): INotebookContent {
  const metadata = notebook.metadata as Record<string, unknown>;
  const own = { ...(metadata.jupyter_tutor as object | undefined), ...more };
  return { ...notebook, metadata: { ...metadata, jupyter_tutor: own } };
}

/** A notebook that is not taken for a module any more. */
export function asCopy(notebook: INotebookContent): INotebookContent {
  return { ...notebook, metadata: withoutKey(notebook.metadata, 'jupyter_tutor') as never };
}

/** A copy of an object without one of its members. */
export function withoutKey(whole: object, key: string): Record<string, unknown> {
  return Object.fromEntries(Object.entries(whole).filter(([name]) => name !== key));
}

/** A 53-bit hash in two halves of 32 bits that are mixed by multiplication, after MurmurHash. */
function hash(text: string): string {
  let low = 0xdeadbeef;
  let high = 0x41c6ce57;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    low = Math.imul(low ^ code, 2654435761);
    high = Math.imul(high ^ code, 1597334677);
  }
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  return (4294967296 * (2097151 & high) + (low >>> 0)).toString(36);
}
