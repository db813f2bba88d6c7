/** What a cell is compared by. */
export type CellValue = string | number;

export interface IOrder {
  /** The key of the column. */
  readonly by: string;
  readonly descending: boolean;
}

/** Decimal text as something to compare by: exact enough to order amounts of money. */
export const amount = (text: string | null): number => (text === null ? -1 : Number(text));

/** The rows in the order of one of their values; rows that are alike in it stay as they were. */
export function sorted<T>(
  rows: readonly T[],
  valueOf: (row: T) => CellValue,
  descending: boolean,
  locale: string
): readonly T[] {
  const collator = new Intl.Collator(locale, { numeric: true, sensitivity: 'base' });
  const compare = (a: CellValue, b: CellValue): number =>
    typeof a === 'number' && typeof b === 'number' ? a - b : collator.compare(String(a), String(b));
  const sign = descending ? -1 : 1;
  return [...rows].sort((a, b) => sign * compare(valueOf(a), valueOf(b)));
}

/** The order after a click on the head of a column: a second click turns it round. */
export function nextOrder(order: IOrder, by: string, isNumber: boolean): IOrder {
  return order.by === by ? { by, descending: !order.descending } : { by, descending: isNumber };
}
