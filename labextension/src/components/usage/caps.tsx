import * as React from 'react';
import type { Cap, ICapList, ICapValues } from '../../client/usage_types';
import { dollars } from '../money';
import { useAction } from './action';
import { CapForm } from './cap_form';
import { DataTable, type IColumn } from './data_table';
import { count, moment } from './figures';
import { Groups } from './groups';
import { type IUsageServices, useUsage } from './services';
import { Empty, Failure, Loaded } from './status';
import { capTypeName } from './words';

/** Which students and groups have caps of their own, what everyone else has, and who is in which group. */
export function Caps(): React.JSX.Element {
  const { page } = useUsage();
  return <Loaded loader={page.caps.list}>{list => <CapsOf list={list} />}</Loaded>;
}

function CapsOf({ list }: { list: ICapList }): React.JSX.Element {
  const services = useUsage();
  const { trans } = services;
  const [edited, setEdited] = React.useState<Cap | 'new' | null>(null);
  const groups = Object.keys(list.groups);
  return (
    <>
      <div className="tutor-usage-bar">
        <h3>{trans.__('Caps of students and groups')}</h3>
        <button type="button" className="tutor-button" onClick={() => setEdited('new')}>
          {trans.__('New cap')}
        </button>
      </div>
      {edited !== null && (
        <CapForm
          key={edited === 'new' ? 'new' : edited.id}
          cap={edited === 'new' ? null : edited}
          groups={groups}
          onClose={() => setEdited(null)}
        />
      )}
      {list.caps.length === 0 ? (
        <Empty>
          {trans.__('Nobody has a cap of their own: the caps below are in force for everyone.')}
        </Empty>
      ) : (
        <OwnCaps caps={list.caps} onEdit={setEdited} />
      )}
      <h3>{trans.__('Caps of everyone else')}</h3>
      {list.defaults.length === 0 ? (
        <Empty>{trans.__('None: who has no cap of their own is not limited by one.')}</Empty>
      ) : (
        <DataTable
          label={trans.__('Caps of everyone else')}
          rows={list.defaults}
          keyOf={cap => cap.cap_type}
          columns={valueColumns(services)}
        />
      )}
      <p className="tutor-usage-quiet">
        {trans.__('A cap of a student takes the place of the one of the same type here.')}
      </p>
      <Groups groups={list.groups} />
    </>
  );
}

interface IOwnCapsProps {
  readonly caps: readonly Cap[];
  readonly onEdit: (cap: Cap) => void;
}

function OwnCaps({ caps, onEdit }: IOwnCapsProps): React.JSX.Element {
  const services = useUsage();
  const { page, trans, locale, confirm } = services;
  const removing = useAction();
  const remove = async (cap: Cap): Promise<void> => {
    const title = trans.__('Delete the cap of %1?', ownerOf(cap));
    const body = trans.__('The cap of everyone else is in force again.');
    if (await confirm(title, body, trans.__('Delete'))) {
      await removing.run(() => page.caps.remove(cap.id));
    }
  };
  return (
    <>
      {removing.failure && <Failure error={removing.failure} />}
      <DataTable<Cap>
        label={trans.__('Caps of students and groups')}
        rows={caps}
        keyOf={cap => cap.id}
        order={{ by: 'owner', descending: false }}
        columns={[
          {
            key: 'owner',
            label: trans.__('Of'),
            value: ownerOf,
            show: cap => (
              <>
                {ownerOf(cap)}
                {cap.group !== null && <span className="tutor-usage-tag">{trans.__('group')}</span>}
              </>
            )
          },
          ...valueColumns<Cap>(services),
          {
            key: 'written',
            label: trans.__('Written'),
            value: cap => cap.written_at,
            show: cap => trans.__('%1 by %2', moment(cap.written_at, locale), cap.written_by)
          },
          {
            key: 'actions',
            label: trans.__('Actions'),
            show: cap => (
              <span className="tutor-usage-buttons">
                <button
                  type="button"
                  className="tutor-link"
                  aria-label={trans.__('Change the cap of %1', ownerOf(cap))}
                  onClick={() => onEdit(cap)}
                >
                  {trans.__('Change')}
                </button>
                <button
                  type="button"
                  className="tutor-link"
                  aria-label={trans.__('Delete the cap of %1', ownerOf(cap))}
                  onClick={() => void remove(cap)}
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

function ownerOf(cap: Cap): string {
  return cap.group ?? cap.user ?? '';
}

function valueColumns<T extends ICapValues>({ trans, locale }: IUsageServices): IColumn<T>[] {
  const counted = (key: 'requests' | 'tokens', label: string): IColumn<T> => ({
    key,
    label,
    isNumber: true,
    value: cap => cap[key] ?? Infinity,
    show: cap => {
      const value = cap[key];
      return value === null ? '–' : count(value, locale);
    }
  });
  return [
    {
      key: 'type',
      label: trans.__('Per'),
      value: cap => cap.cap_type,
      show: cap => capTypeName(trans, cap.cap_type)
    },
    counted('requests', trans.__('Requests')),
    counted('tokens', trans.__('Tokens')),
    {
      key: 'cost',
      label: trans.__('Cost'),
      isNumber: true,
      value: cap => (cap.cost_usd === null ? Infinity : Number(cap.cost_usd)),
      show: cap => (cap.cost_usd === null ? '–' : dollars(cap.cost_usd, locale))
    }
  ];
}
