import * as React from 'react';
import { type CellValue, type IOrder, nextOrder, sorted } from '../../models/usage/table';
import { usePage } from './services';

export interface IColumn<T> {
  readonly key: string;
  readonly label: string;
  /** What the rows are put in order by; without it the column has no order. */
  readonly value?: (row: T) => CellValue;
  readonly show: (row: T) => React.ReactNode;
  readonly isNumber?: boolean;
}

interface IDataTableProps<T> {
  /** Says what the table shows, to those who do not see what is around it. */
  readonly label: string;
  readonly columns: readonly IColumn<T>[];
  readonly rows: readonly T[];
  readonly keyOf: (row: T) => string;
  readonly order?: IOrder;
}

/** Rows that can be put in order by the heads of the columns. */
export function DataTable<T>(props: IDataTableProps<T>): React.JSX.Element {
  const { label, columns, rows, keyOf } = props;
  const { locale } = usePage();
  const [order, setOrder] = React.useState<IOrder | null>(props.order ?? null);
  const by = columns.find(column => column.key === order?.by)?.value;
  const shown = order && by ? sorted(rows, by, order.descending, locale) : rows;
  return (
    <div className="tutor-usage-table-frame" role="region" aria-label={label} tabIndex={0}>
      <table className="tutor-usage-table" aria-label={label}>
        <thead>
          <tr>
            {columns.map(column => (
              <Head key={column.key} column={column} order={order} onOrder={setOrder} />
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map(row => (
            <tr key={keyOf(row)}>
              {columns.map(({ key, isNumber, show }) => (
                <td key={key} className={isNumber ? 'tutor-usage-number' : undefined} dir="auto">
                  {show(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface IHeadProps<T> {
  readonly column: IColumn<T>;
  readonly order: IOrder | null;
  readonly onOrder: (order: IOrder) => void;
}

function Head<T>({ column, order, onOrder }: IHeadProps<T>): React.JSX.Element {
  const { key, label, value, isNumber = false } = column;
  const className = isNumber ? 'tutor-usage-number' : undefined;
  if (!value) {
    return (
      <th scope="col" className={className}>
        {label}
      </th>
    );
  }
  const direction = order?.by === key ? (order.descending ? 'descending' : 'ascending') : 'none';
  const mark = { none: '', ascending: '▲', descending: '▼' }[direction];
  return (
    <th scope="col" className={className} aria-sort={direction}>
      <button
        type="button"
        className="tutor-usage-sort"
        onClick={() => onOrder(nextOrder(order ?? { by: '', descending: false }, key, isNumber))}
      >
        {label}
        <span className="tutor-usage-sort-mark" aria-hidden="true">
          {mark}
        </span>
      </button>
    </th>
  );
}
