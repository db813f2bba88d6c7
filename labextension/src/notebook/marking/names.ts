/** A name of an exercise or module is at most so long when it is proposed. */
const MAX_LENGTH = 40;

/** What a module or exercise is called in addresses: lower-case letters, digits and hyphens; '' when none are left. */
export function slugOf(text: string): string {
  const plain = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/ß/g, 'ss');
  const words = plain.split(/[^a-z0-9]+/).filter(Boolean);
  while (words.length > 1 && words.join('-').length > MAX_LENGTH) {
    words.pop();
  }
  return words.join('-').slice(0, MAX_LENGTH);
}

/** The headings in a Markdown text, without their marks. What stands in a code block is none. */
export function headingsIn(source: string): string[] {
  let isFenced = false;
  return source.split('\n').flatMap(line => {
    const words = line.trim();
    if (/^(```|~~~)/.test(words)) {
      isFenced = !isFenced;
    }
    return !isFenced && /^#{1,6}\s+\S/.test(words) ? [bare(words)] : [];
  });
}

/** A heading without what only counts: "Exercise 3: mean of a list" is "mean of a list". */
export function topicOf(heading: string): string {
  const topic = heading.replace(/^\p{L}*\s*\d+(\.\d+)*\s*[.:)·–—-]\s*/u, '').trim();
  return topic || heading;
}

/** `name`, or with the first number behind it that makes it one of its own. */
export function unique(name: string, taken: ReadonlySet<string>): string {
  let number = 2;
  let proposed = name;
  while (taken.has(proposed)) {
    proposed = `${name}-${number++}`;
  }
  return proposed;
}

function bare(heading: string): string {
  return heading.replace(/^#+\s+/, '').replace(/\s*#+$/, '');
}
