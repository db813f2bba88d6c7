import * as React from 'react';
import type { BudgetStanding } from '../client/frames';
import { NEARLY_USED_UP } from '../models/budget';
import { dollars } from './money';
import { useServices, useStore } from './services';

/** How much of this session's and of today's money is used; nothing while nothing was spent. */
export function BudgetMeter(): React.JSX.Element | null {
  const { tutor, trans } = useServices();
  const budget = useStore(tutor.budget.budget);
  const shown = [
    { name: trans.__('This session'), standing: budget?.session ?? null },
    { name: trans.__('Today'), standing: budget?.today ?? null }
  ].filter(({ standing }) => standing !== null && Number(standing.used_usd) > 0);
  if (shown.length === 0) {
    return null;
  }
  return (
    <div className="tutor-budget" role="group" aria-label={trans.__('Budget')}>
      {shown.map(({ name, standing }) => (
        <Meter key={name} name={name} standing={standing as BudgetStanding} />
      ))}
    </div>
  );
}

function Meter({ name, standing }: { name: string; standing: BudgetStanding }): React.JSX.Element {
  const { trans, locale } = useServices();
  const { used_usd: used, limit_usd: limit, percent } = standing;
  const amount = trans.__('%1 of %2', dollars(used, locale), dollars(limit, locale));
  return (
    <div
      className={`tutor-meter tutor-meter-${stateOf(percent)}`}
      role="meter"
      aria-label={name}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.min(100, percent)}
      aria-valuetext={percent >= 100 ? trans.__('%1, used up', amount) : amount}
      title={`${name}: ${amount}`}
    >
      <span className="tutor-meter-name">{name}</span>
      <span className="tutor-meter-track">
        <span className="tutor-meter-fill" style={{ inlineSize: `${Math.min(100, percent)}%` }} />
      </span>
      <span className="tutor-meter-amount">{percent >= 100 ? trans.__('used up') : amount}</span>
    </div>
  );
}

function stateOf(percent: number): 'calm' | 'nearly' | 'full' {
  if (percent >= 100) {
    return 'full';
  }
  return percent >= NEARLY_USED_UP ? 'nearly' : 'calm';
}
