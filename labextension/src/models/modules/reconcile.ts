import type { IRemembered } from './memory';

/** Which notebook goes on: `either` where both say the same, `ask` where only the student can know. */
export type Verdict = 'either' | 'file' | 'state' | 'ask';

export interface IMeeting {
  /** Fingerprint of the notebook in the workspace, as it is now. */
  readonly file: string;
  /** Fingerprint of that notebook when it was laid down; empty where that is not known. */
  readonly laidDown: string;
  /** The state that the server has, or null. */
  readonly state: { readonly version: number; readonly fingerprint: string } | null;
  /** What this browser remembers of this file, or null. */
  readonly remembered: IRemembered | null;
}

/**
 * Which of two notebooks is the newer one, without trusting any clock.
 *
 * A file that is still what was laid down, or what the server once had, holds nothing of its own.
 * While the server has the state that this browser knows, and the file is as this browser left it,
 * whichever of the two was written later goes on. Otherwise only the student can know.
 */
export function reconcile({ file, laidDown, state, remembered }: IMeeting): Verdict {
  if (state === null) {
    return 'file';
  }
  if (file === state.fingerprint) {
    return 'either';
  }
  if (file === laidDown || file === remembered?.state) {
    return 'state';
  }
  if (remembered?.version === state.version && file === remembered.disk) {
    return remembered.latest === 'state' ? 'state' : 'file';
  }
  return 'ask';
}
