import { Token } from '@lumino/coreutils';

/** What other extensions may ask of the tutor panel. */
export interface ITutorPanel {
  /** Resolves when the panel is first seen; until then the tutor's server is left alone. */
  readonly seen: Promise<void>;

  /** Show the panel and put the cursor in its box; nothing is sent. */
  open(): void;

  /** Show the panel and ask `text` about the active cell. */
  ask(text: string): void;
}

export const ITutorPanel = new Token<ITutorPanel>(
  'jupyter-tutor:ITutorPanel',
  'The tutor beside the notebook: open it, or ask it something about the active cell.'
);
