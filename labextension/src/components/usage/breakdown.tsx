import * as React from 'react';
import type { IReport, ModelSum, ModuleSum, UserSum } from '../../client/usage_types';
import { DataTable } from './data_table';
import { sumColumns } from './figures';
import { PeriodChoice } from './period_choice';
import { useUsage } from './services';
import { Empty, Loaded } from './status';

const BY_COST = { by: 'cost', descending: true };

/** Who used how much, and with which models. */
export function Breakdown(): React.JSX.Element {
  const { page, trans } = useUsage();
  return (
    <>
      <PeriodChoice />
      <Loaded loader={page.overview.report}>
        {report =>
          report.per_user.length === 0 ? (
            <Empty>{trans.__('Nobody has asked a language model anything in this period.')}</Empty>
          ) : (
            <Tables report={report} />
          )
        }
      </Loaded>
    </>
  );
}

function Tables({ report }: { report: IReport }): React.JSX.Element {
  const { trans, locale } = useUsage();
  const hasModules = report.per_module.some(({ module }) => module !== null);
  return (
    <>
      <h3>{trans.__('Students')}</h3>
      <DataTable<UserSum>
        label={trans.__('Usage per student')}
        rows={report.per_user}
        keyOf={row => row.user}
        order={BY_COST}
        columns={[
          {
            key: 'user',
            label: trans.__('Student'),
            value: row => row.user,
            show: row => row.user
          },
          ...sumColumns<UserSum>(trans, locale)
        ]}
      />
      <h3>{trans.__('Models')}</h3>
      <DataTable<ModelSum>
        label={trans.__('Usage per model')}
        rows={report.per_model}
        keyOf={row => `${row.provider}/${row.model}`}
        order={BY_COST}
        columns={[
          {
            key: 'model',
            label: trans.__('Model'),
            value: row => row.model,
            show: row => row.model
          },
          {
            key: 'provider',
            label: trans.__('Provider'),
            value: row => row.provider,
            show: row => row.provider
          },
          ...sumColumns<ModelSum>(trans, locale)
        ]}
      />
      {hasModules && (
        <>
          <h3>{trans.__('Modules')}</h3>
          <DataTable<ModuleSum>
            label={trans.__('Usage per module')}
            rows={report.per_module}
            keyOf={row => row.module ?? ''}
            order={BY_COST}
            columns={[
              {
                key: 'module',
                label: trans.__('Module'),
                value: row => row.module ?? '',
                show: row => row.module ?? trans.__('none')
              },
              ...sumColumns<ModuleSum>(trans, locale)
            ]}
          />
        </>
      )}
    </>
  );
}
