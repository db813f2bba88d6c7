import type { TranslationBundle } from '@jupyterlab/translation';

/** Decimal dollars in the reader's language: cents, or as many digits as a small amount needs. */
export function dollars(amount: string, locale: string): string {
  const value = Number(amount);
  const digits = value !== 0 && Math.abs(value) < 0.1 ? 4 : 2;
  return new Intl.NumberFormat(locale, {
    style: 'currency',
    currency: 'USD',
    minimumFractionDigits: 2,
    maximumFractionDigits: digits
  }).format(value);
}

/** The sentence for a budget that is nearly used up. */
export function budgetText(
  trans: TranslationBundle,
  locale: string,
  { spentUsd, budgetUsd }: { spentUsd: string; budgetUsd: string }
): string {
  return trans.__(
    'You have used %1 of %2 for this session. Short questions about one thing at a time make it last.',
    dollars(spentUsd, locale),
    dollars(budgetUsd, locale)
  );
}
