import type { TranslationBundle } from '@jupyterlab/translation';
import type { ISum } from '../../client/usage_types';
import { amount } from '../../models/usage/table';
import { dollars } from '../money';
import type { IColumn } from './data_table';

/** A count in the reader's language. */
export function count(value: number, locale: string): string {
  return value.toLocaleString(locale);
}

/** A moment in the reader's language and time zone. */
export function moment(iso: string, locale: string): string {
  return new Date(iso).toLocaleString(locale, { dateStyle: 'medium', timeStyle: 'short' });
}

/** The columns of a sum: requests, tokens, cost. */
export function sumColumns<T extends ISum>(trans: TranslationBundle, locale: string): IColumn<T>[] {
  const counted = (
    key: 'requests' | 'input_tokens' | 'output_tokens',
    label: string
  ): IColumn<T> => ({
    key,
    label,
    isNumber: true,
    value: row => row[key],
    show: row => count(row[key], locale)
  });
  return [
    counted('requests', trans.__('Requests')),
    counted('input_tokens', trans.__('Tokens in')),
    counted('output_tokens', trans.__('Tokens out')),
    {
      key: 'cost',
      label: trans.__('Cost'),
      isNumber: true,
      value: row => amount(row.estimated_cost_usd),
      show: row => dollars(row.estimated_cost_usd, locale)
    }
  ];
}
