import * as React from 'react';
import type { ISettingChange, ISettingsView, SettingKind } from '../../client/usage_types';
import { DataTable } from './data_table';
import { moment } from './figures';
import { useUsage } from './services';
import { settingText } from './setting_words';
import { Empty } from './status';

/** Who changed which setting, and when. */
export function SettingHistory({ view }: { view: ISettingsView }): React.JSX.Element {
  const { trans, locale } = useUsage();
  const kinds = new Map(view.settings.map(({ name, kind }): [string, SettingKind] => [name, kind]));
  const text = (name: string, value: ISettingChange['before']): string =>
    value === null
      ? trans.__('as configured')
      : settingText(trans, locale, kinds.get(name) ?? 'text', value);
  return (
    <>
      <h3>{trans.__('Changes so far')}</h3>
      {view.history.length === 0 ? (
        <Empty>{trans.__('None: everything is as configured.')}</Empty>
      ) : (
        <DataTable<ISettingChange>
          label={trans.__('Changes so far')}
          rows={view.history}
          keyOf={change => `${change.changed_at} ${change.name}`}
          columns={[
            {
              key: 'at',
              label: trans.__('When'),
              value: change => change.changed_at,
              show: change => moment(change.changed_at, locale)
            },
            {
              key: 'by',
              label: trans.__('Who'),
              value: change => change.changed_by,
              show: change => change.changed_by
            },
            {
              key: 'name',
              label: trans.__('Setting'),
              value: change => change.name,
              show: change => <code>{change.name}</code>
            },
            {
              key: 'before',
              label: trans.__('Before'),
              show: change => text(change.name, change.before)
            },
            {
              key: 'after',
              label: trans.__('After'),
              show: change => text(change.name, change.after)
            }
          ]}
        />
      )}
    </>
  );
}
