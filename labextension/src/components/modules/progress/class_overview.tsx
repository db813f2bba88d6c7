import * as React from 'react';
import type { IModuleSum } from '../../../client/module_types';
import { hintParts, stackedChart, standingParts } from '../../../models/modules/progress_charts';
import type { ChartSpec, IPalette } from '../../../models/usage/charts';
import { Chart } from '../../usage/chart';
import { DataTable } from '../../usage/data_table';
import { usePage } from '../../usage/services';
import { Empty } from '../../usage/status';
import { stepName } from '../../words';

const STEPS = ['question', 'concept', 'plan', 'example', 'solution'] as const;

/** How far the class is, per module and exercise, and how much help it took. */
export function ClassOverview({ modules }: { modules: readonly IModuleSum[] }): React.JSX.Element {
  const { trans } = usePage();
  if (modules.length === 0) {
    return <Empty>{trans.__('No modules are published yet.')}</Empty>;
  }
  return (
    <>
      {modules.map(module => (
        <Module key={module.id} module={module} />
      ))}
    </>
  );
}

function Module({ module }: { module: IModuleSum }): React.JSX.Element {
  const { trans } = usePage();
  const hasStudents = module.students > 0 && module.exercises.length > 0;
  return (
    <section>
      <h3 dir="auto">{module.title}</h3>
      <p className="tutor-usage-quiet">
        {trans._n('%1 student', '%1 students', module.students)}
        {' · '}
        {trans._n('%1 has completed it', '%1 have completed it', module.completed)}
      </p>
      {hasStudents && <Charts module={module} />}
      {module.exercises.length > 0 && <ExerciseTable module={module} />}
    </section>
  );
}

function Charts({ module }: { module: IModuleSum }): React.JSX.Element {
  const { trans } = usePage();
  const standings = React.useMemo(
    () => [trans.__('not started'), trans.__('in progress'), trans.__('done')],
    [trans]
  );
  const steps = React.useMemo(() => STEPS.map(step => stepName(trans, step)), [trans]);
  const standing = trans.__('Students per exercise');
  const hints = trans.__('Highest hint per student');
  const makeStanding = React.useCallback(
    (palette: IPalette): ChartSpec =>
      stackedChart(standingParts(module, standings), standings, palette, standing),
    [module, standings, standing]
  );
  const makeHints = React.useCallback(
    (palette: IPalette): ChartSpec => stackedChart(hintParts(module, steps), steps, palette, hints),
    [module, steps, hints]
  );
  return (
    <div className="tutor-usage-pair">
      <Chart title={standing} make={makeStanding} />
      {module.exercises.some(each => each.hint_levels.some(count => count > 0)) && (
        <Chart title={hints} make={makeHints} />
      )}
    </div>
  );
}

function ExerciseTable({ module }: { module: IModuleSum }): React.JSX.Element {
  const { trans } = usePage();
  const counted = (
    key: 'not_started' | 'in_progress' | 'done' | 'attempts',
    label: string
  ): React.ComponentProps<
    typeof DataTable<IModuleSum['exercises'][number]>
  >['columns'][number] => ({
    key,
    label,
    isNumber: true,
    value: each => each[key],
    show: each => each[key]
  });
  return (
    <DataTable
      label={trans.__('Exercises of %1', module.title)}
      rows={module.exercises}
      keyOf={each => each.id}
      columns={[
        { key: 'title', label: trans.__('Exercise'), show: each => each.title },
        counted('not_started', trans.__('Not started')),
        counted('in_progress', trans.__('In progress')),
        counted('done', trans.__('Done')),
        counted('attempts', trans.__('Attempts')),
        ...STEPS.map((step, at) => ({
          key: step,
          label: trans.__('Hint %1', at + 1),
          isNumber: true,
          value: (each: IModuleSum['exercises'][number]) => each.hint_levels[at] ?? 0,
          show: (each: IModuleSum['exercises'][number]) => each.hint_levels[at] ?? 0
        }))
      ]}
    />
  );
}
