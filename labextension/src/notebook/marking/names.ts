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

/** A module's name is at most so long. */
const MAX_MODULE_LENGTH = 100;

/**
 * The name that a module gets from its file, without extension; the same that publishing a folder gives it.
 *
 * A number in front is a place in an order and no part of it. Without a Latin letter or digit it is a checksum.
 */
export function moduleNameOf(file: string): string {
  const plain = file
    .trim()
    .replace(/^\d+[\s._-]+(?=\S)/, '')
    .toLowerCase()
    .replace(/ß/g, 'ss')
    .normalize('NFKD')
    .replace(/[^ -~]/g, '');
  const words = plain.split(/[^a-z0-9]+/).filter(Boolean);
  const name = words.join('-').slice(0, MAX_MODULE_LENGTH).replace(/-$/, '');
  return name || `module-${checksum(file.normalize('NFC'))}`;
}

/** CRC-32 of a text in UTF-8 (IEEE 802.3), as eight hexadecimal digits. */
function checksum(text: string): string {
  let crc = 0xffffffff;
  for (const byte of new TextEncoder().encode(text)) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) {
      crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
    }
  }
  return (~crc >>> 0).toString(16).padStart(8, '0');
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
