import type { ICell, INotebookContent, IOutput } from '@jupyterlab/nbformat';
import { byteLength } from '../../client/packing';
import type { ITaken } from '../../notebook/module_tag';

/** The source of a cell as one text. */
export function sourceOf({ source }: ICell): string {
  return Array.isArray(source) ? source.join('') : source;
}

/** The id of a cell; empty in notebooks that are too old to have one. */
export function idOf(cell: ICell): string {
  return typeof cell.id === 'string' ? cell.id : '';
}

/** The metadata `jupyter_tutor` of a cell. */
export function ownOf({ metadata }: ICell): unknown {
  return (metadata as Record<string, unknown> | undefined)?.jupyter_tutor;
}

/** A short text that is the same for cells with the same type and source. */
export function cellFingerprint(cell: ICell): string {
  return hash(`${cell.cell_type}\n${sourceOf(cell)}`);
}

/** A short text that is the same for notebooks with the same cells; outputs do not count. */
export function fingerprint({ cells }: INotebookContent): string {
  return hash(cells.map(cell => cellFingerprint(cell)).join());
}

/** The release of a module as it is laid down in the workspace: it says which module it is, and what it was. */
export function laidDown(release: INotebookContent, module: string): INotebookContent {
  const taken: ITaken = {
    module,
    whole: fingerprint(release),
    cells: Object.fromEntries(release.cells.map(cell => [idOf(cell), cellFingerprint(cell)]))
  };
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

/** What a notebook that is sent may take, in bytes. */
export const MOST_BYTES = 5 * 1024 * 1024;

/** What stands in the place of an output that was too large to be kept. */
const LEFT_OUT: IOutput = {
  output_type: 'stream',
  name: 'stdout',
  text: '[This output was too large to be kept. Run the cell again to see it.]\n'
};

/** The notebook with its largest outputs left out, as many as it must be to take at most `most` bytes. */
export function fitted(notebook: INotebookContent, most = MOST_BYTES): INotebookContent {
  let size = bytesOf(notebook);
  if (size <= most) {
    return notebook;
  }
  const cells = notebook.cells.map(cell => ({ ...cell }));
  const byWeight = cells
    .filter(cell => outputsOf(cell).length > 0)
    .map(cell => ({ cell, bytes: bytesOf(outputsOf(cell)) }))
    .sort((a, b) => b.bytes - a.bytes);
  for (const { cell, bytes } of byWeight) {
    if (size <= most) {
      break;
    }
    cell.outputs = [LEFT_OUT];
    size += bytesOf(cell.outputs) - bytes;
  }
  return { ...notebook, cells };
}

function outputsOf(cell: ICell): readonly unknown[] {
  return Array.isArray(cell.outputs) ? cell.outputs : [];
}

function bytesOf(value: unknown): number {
  return byteLength(JSON.stringify(value));
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
