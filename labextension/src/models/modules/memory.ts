import type { IKeyValue } from '../drafts';

/** What this browser knows of a module's notebook. Fingerprints stand for what a notebook said. */
export interface IRemembered {
  /** Where the notebook lies in the workspace. */
  readonly path: string;
  /** The state that the server and this browser agreed on last; null before the first. */
  readonly version: number | null;
  readonly state: string;
  /** What this browser wrote to disk last. */
  readonly disk: string;
  /** Which of the two was written later. */
  readonly latest: 'state' | 'disk';
}

/** Remembers, per module, what is needed to know which of two notebooks is the newer. */
export class ModuleMemory {
  constructor(
    private readonly storage: IKeyValue,
    private readonly prefix: string
  ) {}

  read(module: string): IRemembered | null {
    try {
      const kept = this.storage.getItem(this.key(module));
      return kept === null ? null : (JSON.parse(kept) as IRemembered);
    } catch {
      return null;
    }
  }

  /** Take over what changed; another file is another matter. */
  note(module: string, path: string, change: Partial<IRemembered>): void {
    const before = this.read(module);
    const known = before?.path === path ? before : NOTHING;
    try {
      this.storage.setItem(this.key(module), JSON.stringify({ ...known, ...change, path }));
    } catch {
      // A browser without room: the student is asked rather once too often.
    }
  }

  private key(module: string): string {
    return `${this.prefix}:module:${module}`;
  }
}

const NOTHING: IRemembered = { path: '', version: null, state: '', disk: '', latest: 'disk' };
