import type { ChipKind } from './context';
import { CHIP_KINDS } from './context';

/** The student's settings, as schema/panel.json describes them. */
export interface IPreferences {
  readonly openAtStart: 'first-time' | 'always' | 'never';
  readonly side: 'left' | 'right';
  readonly enterSends: boolean;
  readonly quickReplies: boolean;
  readonly explainLinks: boolean;
  /** What goes along with a message unless it is taken off. */
  readonly send: Readonly<Record<ChipKind, boolean>>;
}

export const DEFAULT_PREFERENCES: IPreferences = {
  openAtStart: 'first-time',
  side: 'right',
  enterSends: true,
  quickReplies: true,
  explainLinks: true,
  send: { exercise: true, cell: true, error: true, nearby: true }
};

/** Preferences from the settings registry; it has checked them against the schema already. */
export function readPreferences(composite: Readonly<Record<string, unknown>>): IPreferences {
  const known = Object.keys(DEFAULT_PREFERENCES).filter(key => key in composite);
  const given = Object.fromEntries(
    known.map(key => [key, composite[key]])
  ) as Partial<IPreferences>;
  return {
    ...DEFAULT_PREFERENCES,
    ...given,
    send: { ...DEFAULT_PREFERENCES.send, ...given.send }
  };
}

/** The kinds of context that the preferences leave at home. */
export function kindsLeftOut({ send }: IPreferences): Set<ChipKind> {
  return new Set(CHIP_KINDS.filter(kind => !send[kind]));
}
