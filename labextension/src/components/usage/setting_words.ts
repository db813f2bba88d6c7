import type { TranslationBundle } from '@jupyterlab/translation';
import type { SettingKind, SettingValue } from '../../client/usage_types';
import type { GroupKey } from '../../models/usage/setting_groups';
import { dollars } from '../money';
import { count } from './figures';
import { capTypeName } from './words';

/** The name of a limit. */
export function groupName(trans: TranslationBundle, key: GroupKey): string {
  return {
    messages: trans.__('Messages of a student'),
    model_calls: trans.__('Model calls of everyone'),
    daily_tokens: trans.__('Tokens of a student per day'),
    session: trans.__('Budget of a session'),
    session_longest: trans.__('Longest session'),
    caps: trans.__('Caps'),
    breaker: trans.__('Breaker'),
    throttle: trans.__('Slowing down who spends fast'),
    connections: trans.__('Open panels of a student'),
    time: trans.__('Time zone'),
    other: trans.__('Others')
  }[key];
}

/** What a value of a limit is; the name itself for one that this page does not know. */
export function settingLabel(trans: TranslationBundle, name: string): string {
  const labels: Record<string, string> = {
    messages_per_minute: trans.__('Messages per minute'),
    model_calls_per_minute: trans.__('Calls per minute'),
    daily_tokens: trans.__('Tokens per day'),
    session_budget: trans.__('Budget'),
    session_warn_at: trans.__('Warn at'),
    session_idle: trans.__('Ends after a break of'),
    session_longest: trans.__('Ends after'),
    default_caps: trans.__('Of everyone without a cap of their own'),
    cap_grace: trans.__('A lowered cap is in force after'),
    breaker_cost: trans.__('Spending of everyone in an hour'),
    breaker_cooldown: trans.__('Pause'),
    throttle_cost: trans.__('Spending that brings a pause'),
    throttle_window: trans.__('Counted over the last'),
    throttle_marker: trans.__('Pause'),
    throttle_daily_cost: trans.__('Spending in 24 hours that doubles it'),
    connections: trans.__('Panels at a time'),
    time_zone: trans.__('Hours, days and months begin in')
  };
  return labels[name] ?? name;
}

/** What stands behind the field of a value. */
export function unitName(trans: TranslationBundle, kind: SettingKind): string {
  return {
    seconds: trans.__('seconds'),
    share: '%',
    usd: trans.__('dollars'),
    int: '',
    bool: '',
    text: '',
    caps: ''
  }[kind];
}

/** A value in words. */
export function settingText(
  trans: TranslationBundle,
  locale: string,
  kind: SettingKind,
  value: SettingValue
): string {
  if (typeof value === 'boolean') {
    return value ? trans.__('on') : trans.__('off');
  }
  if (typeof value === 'object') {
    const texts = value.map(cap => {
      const limits = [
        cap.requests !== null && trans.__('%1 requests', count(cap.requests, locale)),
        cap.tokens !== null && trans.__('%1 tokens', count(cap.tokens, locale)),
        cap.cost_usd !== null && dollars(cap.cost_usd, locale)
      ];
      return `${capTypeName(trans, cap.cap_type)}: ${limits.filter(Boolean).join(', ')}`;
    });
    return texts.join('; ') || trans.__('none');
  }
  if (kind === 'usd') {
    return dollars(String(value), locale);
  }
  if (kind === 'share') {
    return trans.__('%1 %', String(Math.round(Number(value) * 1000) / 10));
  }
  if (kind === 'seconds') {
    return duration(trans, Number(value));
  }
  return typeof value === 'number' ? count(value, locale) : value;
}

/** Seconds as hours, minutes and seconds, whichever there are. */
export function duration(trans: TranslationBundle, seconds: number): string {
  const parts = [
    [Math.floor(seconds / 3600), trans.__('h')],
    [Math.floor(seconds / 60) % 60, trans.__('min')],
    [seconds % 60, trans.__('s')]
  ] as const;
  const shown = parts.filter(([value]) => value > 0).map(([value, unit]) => `${value} ${unit}`);
  return shown.join(' ') || `0 ${trans.__('s')}`;
}
