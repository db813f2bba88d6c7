import * as React from 'react';
import type { IDecision, IDecisionPage } from '../../client/usage_types';
import { deciding } from '../../models/usage/decisions';
import { STEPS } from '../../models/ladder';
import { useStore } from '../services';
import { stepName } from '../words';
import { useAction } from './action';
import { DataTable, type IColumn } from './data_table';
import { findText, kindName, measureName, ruleName } from './decision_words';
import { Field } from './field';
import { moment } from './figures';
import { type IUsageServices, useUsage } from './services';
import { Empty, Failure, Loaded } from './status';

/** Which problem a message was taken for, which hint it got and why; nobody's words. */
export function Decisions(): React.JSX.Element {
  const { page, trans } = useUsage();
  return (
    <>
      <p className="tutor-usage-quiet">
        {trans.__(
          'How the tutor understood each message, newest first: rules and scores, none of the words.'
        )}
      </p>
      <Search />
      <Loaded loader={page.decisions.page}>{found => <Found found={found} />}</Loaded>
    </>
  );
}

function Search(): React.JSX.Element {
  const { page, trans } = useUsage();
  const chosen = useStore(page.decisions.user);
  const [name, setName] = React.useState(chosen);
  return (
    <form
      className="tutor-usage-search"
      role="search"
      onSubmit={event => {
        event.preventDefault();
        page.decisions.choose(name);
      }}
    >
      <Field label={trans.__('Student')} value={name} onChange={setName} />
      <button type="submit" className="tutor-button">
        {trans.__('Show')}
      </button>
    </form>
  );
}

function Found({ found }: { found: IDecisionPage }): React.JSX.Element {
  const services = useUsage();
  const { page, trans } = services;
  const { busy, failure, run } = useAction();
  if (found.decisions.length === 0) {
    return <Empty>{trans.__('None yet. Each message to the tutor adds a line here.')}</Empty>;
  }
  return (
    <>
      <DataTable<IDecision>
        label={trans.__('Decisions')}
        rows={found.decisions}
        keyOf={row => `${row.request_id} ${row.at}`}
        columns={columns(services)}
      />
      {failure && <Failure error={failure} />}
      {found.next_cursor && (
        <button
          type="button"
          className="tutor-button"
          disabled={busy}
          onClick={() => void run(() => page.decisions.more())}
        >
          {trans.__('Show earlier ones')}
        </button>
      )}
    </>
  );
}

function columns({ trans, locale }: IUsageServices): IColumn<IDecision>[] {
  return [
    {
      key: 'at',
      label: trans.__('When'),
      value: row => row.at,
      show: row => moment(row.at, locale)
    },
    { key: 'user', label: trans.__('Student'), value: row => row.user, show: row => row.user },
    {
      key: 'kind',
      label: trans.__('Message'),
      value: row => row.kind,
      show: row => kindName(trans, row.kind)
    },
    {
      key: 'hint',
      label: trans.__('Hint'),
      value: row => row.hint_level,
      show: row =>
        row.hint_level === 0
          ? trans.__('none')
          : `${row.hint_level} ${stepName(trans, STEPS[row.hint_level - 1])}`
    },
    {
      key: 'problem',
      label: trans.__('Problem'),
      value: row => row.exercise_id ?? row.problem_id ?? '',
      show: row => <Problem decision={row} />
    },
    { key: 'why', label: trans.__('Problem known by'), show: row => <Reason decision={row} /> },
    {
      key: 'finds',
      label: trans.__('Held back'),
      value: row => row.finds.length,
      show: row => (
        <div className="tutor-usage-prose">
          {row.finds.map(find => findText(trans, find)).join('; ')}
        </div>
      )
    }
  ];
}

/** The exercise, else the beginning of the problem's id: enough to see which lines belong together. */
function Problem({ decision }: { decision: IDecision }): React.JSX.Element | null {
  const { trans } = useUsage();
  const { exercise_id, problem_id, is_new_problem } = decision;
  const name = exercise_id ?? problem_id?.slice(0, 8);
  return name ? (
    <>
      <code>{name}</code> {is_new_problem && trans.__('(new)')}
    </>
  ) : null;
}

function Reason({ decision }: { decision: IDecision }): React.JSX.Element | null {
  const { trans, locale } = useUsage();
  const { rule, reason } = decision;
  const best = deciding(decision);
  const share = (value: number): string =>
    value.toLocaleString(locale, { maximumFractionDigits: 2 });
  return rule ? (
    <div className="tutor-usage-prose">
      {ruleName(trans, rule)}
      {reason && <small className="tutor-usage-quiet"> {reason}</small>}
      {best && (
        <small className="tutor-usage-quiet">
          {' '}
          {trans.__(
            '%1 %2 of %3',
            measureName(trans, best.measure),
            share(best.score),
            share(best.threshold)
          )}
        </small>
      )}
    </div>
  ) : null;
}
