/**
 * An answer as it grows: Markdown blocks that are finished and never change again, and the
 * tail that is still being written. Joined they are the text received so far.
 */
export interface IBlocks {
  readonly finished: readonly string[];
  readonly tail: string;
}

export const NO_BLOCKS: IBlocks = { finished: [], tail: '' };

/** The blocks after `text` has arrived. Only the tail is looked at, however long the answer is. */
export function extendBlocks({ finished, tail }: IBlocks, text: string): IBlocks {
  const whole = tail + text;
  const cuts = findCuts(whole);
  if (cuts.length === 0) {
    return { finished, tail: whole };
  }
  const starts = [0, ...cuts];
  const blocks = starts.map((start, i) => whole.slice(start, starts[i + 1] ?? whole.length));
  return {
    finished: [...finished, ...blocks.slice(0, -1)],
    tail: blocks[blocks.length - 1]
  };
}

/** The blocks when no more text comes. */
export function finishBlocks({ finished, tail }: IBlocks): IBlocks {
  return { finished: tail.trim() ? [...finished, tail] : finished, tail: '' };
}

/** A whole text in blocks. */
export function blocksOf(text: string): IBlocks {
  return finishBlocks(extendBlocks(NO_BLOCKS, text));
}

export function textOf({ finished, tail }: IBlocks): string {
  return finished.join('') + tail;
}

/** The part of a tail before a code block that is not whole yet; `codeIsComing` says that there is one. */
export function splitTail(tail: string): {
  text: string;
  codeIsComing: boolean;
} {
  const reading = new LineReader();
  let fenceStart = 0;
  for (const line of linesOf(tail)) {
    const wasOpen = reading.inFence();
    reading.read(line.text);
    if (!wasOpen && reading.inFence()) {
      fenceStart = line.start;
    }
  }
  return reading.inFence()
    ? { text: tail.slice(0, fenceStart), codeIsComing: true }
    : { text: tail, codeIsComing: false };
}

const FENCE = /^(\s*)(`{3,}|~{3,})(.*)$/;
const LIST_ITEM = /^(?:[-*+]|\d{1,9}[.)])\s/;
/** Interrupts a paragraph, as CommonMark has it. */
const LIST_START = /^(?:[-*+]|1[.)])\s/;
/** Too short yet to tell whether a list item begins here. */
const MAYBE_LIST_ITEM = /^(?:[-*+]|\d{1,9}[.)]?)$/;

interface ILine {
  start: number;
  text: string;
  /** False for the last line while its end has not arrived. */
  ended: boolean;
}

function linesOf(text: string): ILine[] {
  const lines: ILine[] = [];
  let start = 0;
  while (start < text.length) {
    const end = text.indexOf('\n', start);
    lines.push({
      start,
      text: text.slice(start, end < 0 ? undefined : end),
      ended: end >= 0
    });
    start = end < 0 ? text.length : end + 1;
  }
  return lines;
}

/** Where the text falls apart into blocks: the offsets at which a new one starts. */
function findCuts(text: string): number[] {
  const cuts: number[] = [];
  const reading = new LineReader();
  let previous: string | null = null;
  let fenceEnded = false;
  let inList = false;
  for (const line of linesOf(text)) {
    const outside = !reading.inside();
    const undecided = !line.ended && MAYBE_LIST_ITEM.test(line.text);
    if (outside && previous !== null && !undecided) {
      if (fenceEnded ? line.text !== '' : startsBlock(line.text, previous, inList)) {
        cuts.push(line.start);
        inList = false;
      }
    }
    inList ||= outside && LIST_ITEM.test(line.text);
    const openFence = reading.inFence();
    reading.read(line.text);
    fenceEnded = line.text === '' ? fenceEnded : openFence && !reading.inFence() && !inList;
    previous = line.text;
  }
  return cuts;
}

/** Whether `line` begins a new block after `previous`, outside code and formulas. */
function startsBlock(line: string, previous: string, inList: boolean): boolean {
  if (line === '' || /^\s/.test(line)) {
    return false;
  }
  return (
    previous.trim() === '' ||
    /^(```|~~~)/.test(line) ||
    (inList ? LIST_ITEM : LIST_START).test(line)
  );
}

/** Knows, line by line, whether a code fence or a displayed formula is open. */
class LineReader {
  inFence(): boolean {
    return this.fence !== null;
  }

  inside(): boolean {
    return this.fence !== null || this.inFormula;
  }

  read(line: string): void {
    const match = FENCE.exec(line);
    if (this.fence !== null) {
      const [, , marks, rest] = match ?? [];
      const closes = match !== null && marks.startsWith(this.fence) && rest.trim() === '';
      this.fence = closes ? null : this.fence;
    } else if (match && !this.inFormula && !match[3].includes('`')) {
      this.fence = match[2];
    } else {
      this.readFormula(line.replace(/`[^`]*`/g, ''));
    }
  }

  private readFormula(line: string): void {
    for (const mark of line.match(/\$\$|\\\[|\\\]/g) ?? []) {
      this.inFormula = mark === '$$' ? !this.inFormula : mark === '\\[';
    }
  }

  private fence: string | null = null;
  private inFormula = false;
}
