import type { ICell, INotebookContent } from '@jupyterlab/nbformat';

/*
 * What is kept of outputs: the server's own rule, applied before anything is sent. Sources are never
 * touched. From the top of the notebook up to OUTPUTS_KEPT characters stay; a text longer than
 * TEXT_KEPT keeps its beginning and its end, anything else longer than DATA_KEPT is replaced by a line
 * that says so.
 */
export const OUTPUTS_KEPT = 1_000_000;
export const DATA_KEPT = 200_000;
export const TEXT_KEPT = 20_000;
const TEXT_END = 5_000;

type Text = string | readonly string[];

/** The notebook with no more outputs than are kept; the argument stays as it is. */
export function trimmed(notebook: INotebookContent): INotebookContent {
  const budget = new Budget(OUTPUTS_KEPT);
  const cells = notebook.cells.map(cell =>
    Array.isArray(cell.outputs) && cell.outputs.length > 0
      ? ({ ...cell, outputs: cell.outputs.map(output => kept(output, budget)) } as ICell)
      : cell
  );
  return { ...notebook, cells };
}

/** Characters of outputs that may still be kept. */
class Budget {
  constructor(private left: number) {}

  /** Whether that many are left; they are taken, and after the first that did not fit nothing is. */
  allows(size: number): boolean {
    this.left = size <= this.left ? this.left - size : 0;
    return this.left > 0;
  }
}

function kept(output: unknown, budget: Budget): Record<string, unknown> {
  const trimmedOutput = { ...(output as Record<string, unknown>) };
  for (const field of ['text', 'traceback']) {
    const text = trimmedOutput[field];
    if (isText(text) && text.length > 0) {
      trimmedOutput[field] = cutText(text, budget);
    }
  }
  const { data } = trimmedOutput;
  if (typeof data === 'object' && data !== null) {
    trimmedOutput.data = cutData(data, budget);
  }
  return trimmedOutput;
}

function cutData(data: object, budget: Budget): Record<string, unknown> {
  const stays: Record<string, unknown> = {};
  const dropped: string[] = [];
  for (const [kind, value] of Object.entries(data) as [string, unknown][]) {
    if (kind === 'text/plain' && isText(value)) {
      stays[kind] = cutText(value, budget);
      continue;
    }
    const size = lengthOf(value);
    if (size <= DATA_KEPT && budget.allows(size)) {
      stays[kind] = value;
    } else {
      dropped.push(`${kind} of ${counted(size)} characters`);
    }
  }
  if (dropped.length > 0) {
    const what = dropped.join(', ');
    stays['text/plain'] = `[${what}: not kept with the saved work; run the cell to see it again]`;
  }
  return stays;
}

/** A text with its middle left out when it is long; a list of lines stays a list. */
function cutText(text: Text, budget: Budget): Text {
  const whole = typeof text === 'string' ? text : text.join('');
  if (whole.length <= TEXT_KEPT && budget.allows(whole.length)) {
    return text;
  }
  const leftOut = whole.length - TEXT_KEPT;
  const isShort = leftOut <= 0 || !budget.allows(TEXT_KEPT);
  const cut = isShort
    ? `[${counted(whole.length)} characters: not kept with the saved work]\n`
    : `${whole.slice(0, TEXT_KEPT - TEXT_END)}\n[… ${counted(leftOut)} characters not kept with the saved work …]\n${whole.slice(-TEXT_END)}`;
  return typeof text === 'string' ? cut : [cut];
}

function lengthOf(value: unknown): number {
  if (isText(value)) {
    return typeof value === 'string' ? value.length : value.join('').length;
  }
  return JSON.stringify(value).length;
}

function isText(value: unknown): value is Text {
  return (
    typeof value === 'string' ||
    (Array.isArray(value) && value.every(line => typeof line === 'string'))
  );
}

/** What stands in a notebook is in no reader's language; the server writes numbers the same way. */
function counted(size: number): string {
  return size.toLocaleString('en');
}
