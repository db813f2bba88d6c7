/** A JSON body as it is sent, smaller where the browser can make it so. */
export interface IPacked {
  readonly content: string | Uint8Array<ArrayBuffer>;
  readonly gzip: boolean;
}

/** The body of a value, ready to be sent. */
export async function pack(value: object): Promise<IPacked> {
  const packed = packNow(value);
  if (typeof CompressionStream === 'undefined') {
    return packed;
  }
  const stream = new CompressionStream('gzip');
  const writer = stream.writable.getWriter();
  // Nothing fails on this side alone: reading reports it.
  void writer.write(new TextEncoder().encode(packed.content as string)).catch(() => undefined);
  void writer.close().catch(() => undefined);
  return { content: await joined(stream.readable), gzip: true };
}

/** The body of a value as it is, for the moment in which a page goes and cannot wait. */
export function packNow(value: object): IPacked {
  return { content: JSON.stringify(value), gzip: false };
}

/** How many bytes a body has. */
export function sizeOf({ content }: IPacked): number {
  return typeof content === 'string' ? byteLength(content) : content.length;
}

/** How many bytes a text has in UTF-8. */
export function byteLength(text: string): number {
  let length = text.length;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    // Each half of a surrogate pair stands for two of its four bytes.
    length += code < 0x80 ? 0 : code < 0x800 || (code & 0xf800) === 0xd800 ? 1 : 2;
  }
  return length;
}

async function joined(stream: ReadableStream<Uint8Array>): Promise<Uint8Array<ArrayBuffer>> {
  const reader = stream.getReader();
  const chunks: Uint8Array[] = [];
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    chunks.push(part.value);
  }
  const all = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}
