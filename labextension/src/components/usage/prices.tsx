import * as React from 'react';
import type { IPriceInUse, IPriceList, IPriceValues, SitePrice } from '../../client/usage_types';
import { amount } from '../../models/usage/table';
import { dollars } from '../money';
import { useAction } from './action';
import { DataTable, type IColumn } from './data_table';
import { moment } from './figures';
import { PriceForm } from './price_form';
import { PriceSheet } from './price_sheet';
import { type IUsageServices, useUsage } from './services';
import { Empty, Failure, Loaded } from './status';
import { sourceName } from './words';

interface IEdited {
  readonly price: IPriceValues | null;
  readonly isNew: boolean;
}

/** What the models in use cost and how that is known, and the site's own prices. */
export function Prices(): React.JSX.Element {
  const { page } = useUsage();
  return <Loaded loader={page.prices.list}>{list => <PricesOf list={list} />}</Loaded>;
}

function PricesOf({ list }: { list: IPriceList }): React.JSX.Element {
  const services = useUsage();
  const { trans } = services;
  const [edited, setEdited] = React.useState<IEdited | null>(null);
  return (
    <>
      <h3>{trans.__('Models in use')}</h3>
      <p className="tutor-usage-quiet">{trans.__('In dollars per million tokens.')}</p>
      {list.in_use.length === 0 ? (
        <Empty>
          {trans.__('No language model is set up: the built-in coach answers, for free.')}
        </Empty>
      ) : (
        <InUse rows={list.in_use} />
      )}
      <div className="tutor-usage-bar">
        <h3>{trans.__('Prices of this site')}</h3>
        <button
          type="button"
          className="tutor-button"
          onClick={() => setEdited({ price: null, isNew: true })}
        >
          {trans.__('New price')}
        </button>
      </div>
      <PriceSheet />
      {edited && (
        <PriceForm key={edited.price?.model ?? ''} {...edited} onClose={() => setEdited(null)} />
      )}
      {list.prices.length === 0 ? (
        <Empty>
          {trans.__('None: models cost what the configuration and the built-in list say.')}
        </Empty>
      ) : (
        <Own prices={list.prices} onEdit={price => setEdited({ price, isNew: false })} />
      )}
    </>
  );
}

function InUse({ rows }: { rows: readonly IPriceInUse[] }): React.JSX.Element {
  const services = useUsage();
  const { trans } = services;
  return (
    <>
      {rows.some(row => row.source === 'unknown') && (
        <p className="tutor-usage-warning">
          {trans.__('A model whose price is not known is not asked while spending is limited.')}
        </p>
      )}
      <DataTable<IPriceInUse>
        label={trans.__('Models in use')}
        rows={rows}
        keyOf={row => `${row.provider}/${row.model}`}
        columns={[
          {
            key: 'provider',
            label: trans.__('Provider'),
            value: row => row.provider,
            show: row => row.provider
          },
          {
            key: 'model',
            label: trans.__('Model'),
            value: row => row.model,
            show: row => row.model
          },
          ...rateColumns<IPriceInUse>(services),
          {
            key: 'source',
            label: trans.__('Price from'),
            value: row => row.source,
            show: row => sourceName(trans, row.source)
          }
        ]}
      />
    </>
  );
}

interface IOwnProps {
  readonly prices: readonly SitePrice[];
  readonly onEdit: (price: SitePrice) => void;
}

function Own({ prices, onEdit }: IOwnProps): React.JSX.Element {
  const services = useUsage();
  const { page, trans, locale, confirm } = services;
  const removing = useAction();
  const remove = async ({ model }: SitePrice): Promise<void> => {
    const title = trans.__('Delete the price of %1?', model);
    const body = trans.__(
      'The price of the configuration or of the built-in list is in force again.'
    );
    if (await confirm(title, body, trans.__('Delete'))) {
      await removing.run(() => page.prices.remove(model));
    }
  };
  return (
    <>
      {removing.failure && <Failure error={removing.failure} />}
      <DataTable<SitePrice>
        label={trans.__('Prices of this site')}
        rows={prices}
        keyOf={price => price.model}
        columns={[
          {
            key: 'model',
            label: trans.__('Model'),
            value: price => price.model,
            show: price => price.model
          },
          ...rateColumns<SitePrice>(services),
          {
            key: 'written',
            label: trans.__('Written'),
            value: price => price.written_at,
            show: price => trans.__('%1 by %2', moment(price.written_at, locale), price.written_by)
          },
          {
            key: 'actions',
            label: trans.__('Actions'),
            show: price => (
              <span className="tutor-usage-buttons">
                <button
                  type="button"
                  className="tutor-link"
                  aria-label={trans.__('Change the price of %1', price.model)}
                  onClick={() => onEdit(price)}
                >
                  {trans.__('Change')}
                </button>
                <button
                  type="button"
                  className="tutor-link"
                  aria-label={trans.__('Delete the price of %1', price.model)}
                  onClick={() => void remove(price)}
                >
                  {trans.__('Delete')}
                </button>
              </span>
            )
          }
        ]}
      />
    </>
  );
}

type Rates = Pick<IPriceInUse, 'input' | 'cached_input' | 'output'>;

function rateColumns<T extends Rates>({ trans, locale }: IUsageServices): IColumn<T>[] {
  const rate = (key: keyof Rates, label: string): IColumn<T> => ({
    key,
    label,
    isNumber: true,
    value: row => amount(row[key]),
    show: row => {
      const value = row[key];
      return value === null ? '–' : dollars(value, locale);
    }
  });
  return [
    rate('input', trans.__('Input')),
    rate('cached_input', trans.__('Cached input')),
    rate('output', trans.__('Output'))
  ];
}
