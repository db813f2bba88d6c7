/** How a sentence ends: its mark, closing quotes or brackets, and white space after it. */
const SENTENCE_END = /[.!?…。！？:][)\]"'”’*_`]*\s+|\n{2,}/g;

/**
 * What a screen reader is to be told next: the finished sentences of `text` beyond `from`.
 *
 * Returns them without Markdown marks, and the offset up to which the text has been told.
 * With `all`, the rest is told too, finished or not.
 */
export function nextSentences(
  text: string,
  from: number,
  all: boolean
): { spoken: string; upTo: number } {
  let upTo = from;
  if (all) {
    upTo = text.length;
  } else {
    SENTENCE_END.lastIndex = from;
    for (let end = SENTENCE_END.exec(text); end; end = SENTENCE_END.exec(text)) {
      upTo = end.index + end[0].length;
    }
  }
  return { spoken: plainText(text.slice(from, upTo)), upTo };
}

/** Markdown as it would be read aloud. */
export function plainText(markdown: string): string {
  return markdown
    .replace(/^\s*(?:`{3,}|~{3,}).*$/gm, '')
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/^#{1,6}\s+/gm, '')
    .replace(/[*`]+/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}
