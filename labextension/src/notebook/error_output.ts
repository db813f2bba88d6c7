import type { ICodeCellModel } from '@jupyterlab/cells';
import type { IError } from '@jupyterlab/nbformat';
import { stripAnsi } from './ansi';

/** Characters of a traceback that are sent; the ends say most, so the middle is left out. */
const MAX_TRACEBACK = 20_000;
const OMISSION = '\n[…]\n';

/**
 * The traceback of a cell's last error, or null when it has none.
 *
 * Outputs of other kinds are never copied: they may hold many megabytes.
 */
export function readError(cell: ICodeCellModel): string | null {
  for (let i = cell.outputs.length - 1; i >= 0; i--) {
    const output = cell.outputs.get(i);
    if (output.type === 'error') {
      return tracebackText(output.toJSON() as IError);
    }
  }
  return null;
}

/** The text of an error output: its traceback, which ends with `ename: evalue`. */
export function tracebackText({ ename, evalue, traceback }: IError): string {
  const summary = evalue ? `${ename}: ${evalue}` : ename;
  const text = stripAnsi(traceback.join('\n')).trimEnd();
  return cutMiddle(text.includes(ename) ? text : `${text}\n${summary}`.trim(), MAX_TRACEBACK);
}

/** The text, with its middle left out when it is longer than `limit` characters. */
export function cutMiddle(text: string, limit: number): string {
  if (text.length <= limit) {
    return text;
  }
  const half = Math.floor((limit - OMISSION.length) / 2);
  return text.slice(0, half) + OMISSION + text.slice(text.length - half);
}
