/** Where drafts are kept: localStorage, or anything like it. */
export interface IKeyValue {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

interface IUnanswered {
  requestId: string;
  text: string;
}

/**
 * What was typed and is not stored by the server yet, per notebook; it survives a reload.
 *
 * A message that was sent is kept too, until the server has said that it has it.
 */
export class Drafts {
  constructor(
    private readonly storage: IKeyValue,
    private readonly prefix: string
  ) {}

  /** What stands in the box of `notebook`. */
  read(notebook: string): string {
    return this.get(notebook, 'draft') ?? '';
  }

  write(notebook: string, text: string): void {
    this.put(notebook, 'draft', text || null);
  }

  /** `text` is on its way: out of the box, but not forgotten. */
  sending(notebook: string, requestId: string, text: string): void {
    this.put(notebook, 'sending', JSON.stringify({ requestId, text }));
    this.write(notebook, '');
  }

  /** The server has the message, or it was given back. */
  arrived(notebook: string, requestId: string): void {
    if (this.unanswered(notebook)?.requestId === requestId) {
      this.put(notebook, 'sending', null);
    }
  }

  /**
   * Put a message that never arrived back into the box, before what was typed since.
   * `known` are the requests that the server has after all.
   */
  recover(notebook: string, known: ReadonlySet<string>): void {
    const lost = this.unanswered(notebook);
    this.put(notebook, 'sending', null);
    if (lost && !known.has(lost.requestId)) {
      this.write(notebook, [lost.text, this.read(notebook)].filter(Boolean).join('\n'));
    }
  }

  private unanswered(notebook: string): IUnanswered | null {
    const kept = this.get(notebook, 'sending');
    try {
      return kept ? (JSON.parse(kept) as IUnanswered) : null;
    } catch {
      return null;
    }
  }

  private get(notebook: string, kind: string): string | null {
    const key = this.key(notebook, kind);
    if (this.memory.has(key)) {
      return this.memory.get(key) ?? null;
    }
    try {
      return this.storage.getItem(key);
    } catch {
      return null;
    }
  }

  private put(notebook: string, kind: string, value: string | null): void {
    const key = this.key(notebook, kind);
    try {
      if (value === null) {
        this.storage.removeItem(key);
      } else {
        this.storage.setItem(key, value);
      }
      this.memory.delete(key);
    } catch {
      // The storage is full or forbidden: keep it at least until the page is left.
      this.memory.set(key, value);
    }
  }

  private key(notebook: string, kind: string): string {
    return `${this.prefix}:${kind}:${notebook}`;
  }

  private readonly memory = new Map<string, string | null>();
}
