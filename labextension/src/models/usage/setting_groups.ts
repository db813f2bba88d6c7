import type { ISetting } from '../../client/usage_types';

/** What belongs together: a limit's switch, and its values. */
const GROUPS = {
  messages: { toggle: 'messages_on', values: ['messages_per_minute'] },
  model_calls: { toggle: 'model_calls_on', values: ['model_calls_per_minute'] },
  daily_tokens: { toggle: 'daily_tokens_on', values: ['daily_tokens'] },
  session: { toggle: 'session_on', values: ['session_budget', 'session_warn_at', 'session_idle'] },
  session_longest: { toggle: 'session_longest_on', values: ['session_longest'] },
  caps: { toggle: 'caps_on', values: ['default_caps', 'cap_grace'] },
  breaker: { toggle: 'breaker_on', values: ['breaker_cost', 'breaker_cooldown'] },
  throttle: {
    toggle: 'throttle_on',
    values: ['throttle_cost', 'throttle_window', 'throttle_marker', 'throttle_daily_cost']
  },
  connections: { toggle: 'connections_on', values: ['connections'] },
  time: { toggle: null, values: ['time_zone'] }
} as const;

export type GroupKey = keyof typeof GROUPS | 'other';

export interface ISettingGroup {
  readonly key: GroupKey;
  readonly toggle: ISetting | null;
  readonly values: readonly ISetting[];
}

/** The settings by limit; those that this page does not know stand under `other`. */
export function grouped(settings: readonly ISetting[]): ISettingGroup[] {
  const left = new Map(settings.map(setting => [setting.name, setting]));
  const take = (name: string | null): ISetting | null => {
    const setting = left.get(name ?? '') ?? null;
    left.delete(name ?? '');
    return setting;
  };
  const groups: ISettingGroup[] = Object.entries(GROUPS).map(([key, { toggle, values }]) => ({
    key: key as GroupKey,
    toggle: take(toggle),
    values: values.map(take).filter(setting => setting !== null)
  }));
  groups.push({ key: 'other', toggle: null, values: [...left.values()] });
  return groups.filter(group => group.toggle ?? group.values.length > 0);
}
