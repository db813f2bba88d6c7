import type { TranslationBundle } from '@jupyterlab/translation';
import type { RestError } from '../../client/api';
import type { CapType, IBreaker, IPriceInUse } from '../../client/usage_types';
import type { Section } from '../../models/usage/usage_page';

export function sectionName(trans: TranslationBundle, section: Section): string {
  return {
    overview: trans.__('Overview'),
    breakdown: trans.__('Students and models'),
    decisions: trans.__('Decisions'),
    caps: trans.__('Caps'),
    prices: trans.__('Prices'),
    settings: trans.__('Settings'),
    breaker: trans.__('Breaker')
  }[section];
}

export function capTypeName(trans: TranslationBundle, type: CapType): string {
  return { hourly: trans.__('hour'), daily: trans.__('day'), monthly: trans.__('month') }[type];
}

/** Where a price comes from. */
export function sourceName(trans: TranslationBundle, source: IPriceInUse['source']): string {
  return {
    site: trans.__('this site'),
    configuration: trans.__('configuration'),
    list: trans.__('built-in list'),
    free: trans.__('costs nothing'),
    unknown: trans.__('not known')
  }[source];
}

export function breakerName(trans: TranslationBundle, { state, enabled }: IBreaker): string {
  if (!enabled) {
    return trans.__('Switched off.');
  }
  return {
    closed: trans.__('Closed.'),
    open: trans.__('Open.'),
    half_open: trans.__('Half open.')
  }[state];
}

export function breakerMeaning(trans: TranslationBundle, { state, enabled }: IBreaker): string {
  if (!enabled) {
    return trans.__('What everyone spends together is not limited.');
  }
  return {
    closed: trans.__('The tutor answers as usual.'),
    open: trans.__('The tutor pauses for everyone.'),
    half_open: trans.__('The pause is over: one question on trial decides whether it ends.')
  }[state];
}

/** What a refused or failed request means here. */
export function failureText(trans: TranslationBundle, { code, message }: RestError): string {
  const texts: Record<string, string> = {
    UNREACHABLE: trans.__('The Jupyter server does not answer.'),
    AUTH_INVALID: trans.__('You are signed out. Reload the page to sign in again.')
  };
  if (code === 'AUTH_FORBIDDEN') {
    return message || trans.__('This page is only for administrators.');
  }
  return texts[code] ?? (message || trans.__('That did not work. Try again in a moment.'));
}
