import * as React from 'react';
import type { IExerciseRow, IModule } from '../../../client/module_types';
import { partsOf, stackedChart } from '../../../models/modules/progress_charts';
import type { ChartSpec, IPalette } from '../../../models/usage/charts';
import { Chart } from '../../usage/chart';
import { DataTable } from '../../usage/data_table';
import { usePage } from '../../usage/services';
import { Empty } from '../../usage/status';
import { exerciseStatusName } from '../words';

/** Bars per module, and below them what was done in each exercise. */
export function MyProgress({ modules }: { modules: readonly IModule[] }): React.JSX.Element {
  const { trans } = usePage();
  const kinds = React.useMemo(() => [trans.__('to do'), trans.__('done')], [trans]);
  const title = trans.__('Exercises per module');
  const make = React.useCallback(
    (palette: IPalette): ChartSpec => {
      const parts = modules.flatMap(module =>
        partsOf(module.title, kinds, [module.total - module.done, module.done])
      );
      return stackedChart(parts, kinds, palette, title);
    },
    [modules, kinds, title]
  );
  if (modules.length === 0) {
    return <Empty>{trans.__('There are no modules here yet.')}</Empty>;
  }
  return (
    <>
      {modules.some(module => module.total > 0) && <Chart title={title} make={make} />}
      <ModuleTable modules={modules} />
      {modules.map(
        module =>
          module.exercises.length > 0 && (
            <section key={module.id}>
              <h3 dir="auto">{module.title}</h3>
              <ExerciseTable title={module.title} exercises={module.exercises} />
            </section>
          )
      )}
    </>
  );
}

function ModuleTable({ modules }: { modules: readonly IModule[] }): React.JSX.Element {
  const { trans } = usePage();
  return (
    <DataTable
      label={trans.__('My modules')}
      rows={modules}
      keyOf={module => module.id}
      columns={[
        { key: 'title', label: trans.__('Module'), show: module => module.title },
        {
          key: 'done',
          label: trans.__('Exercises done'),
          isNumber: true,
          value: module => module.done / Math.max(1, module.total),
          show: module => trans.__('%1 of %2', module.done, module.total)
        },
        {
          key: 'messages',
          label: trans.__('Questions answered'),
          isNumber: true,
          value: module => module.attempt_count,
          show: module => module.attempt_count
        }
      ]}
    />
  );
}

function ExerciseTable({
  title,
  exercises
}: {
  title: string;
  exercises: readonly IExerciseRow[];
}): React.JSX.Element {
  const { trans } = usePage();
  return (
    <DataTable
      label={trans.__('Exercises of %1', title)}
      rows={exercises}
      keyOf={each => each.id}
      columns={[
        { key: 'title', label: trans.__('Exercise'), show: each => each.title },
        {
          key: 'status',
          label: trans.__('State'),
          show: each => exerciseStatusName(trans, each.status)
        },
        {
          key: 'attempts',
          label: trans.__('Attempts'),
          isNumber: true,
          value: each => each.attempts,
          show: each => each.attempts
        },
        {
          key: 'hint',
          label: trans.__('Highest hint'),
          isNumber: true,
          value: each => each.hint_level ?? 0,
          show: each => (each.hint_level ? trans.__('%1 of 5', each.hint_level) : '–')
        }
      ]}
    />
  );
}
