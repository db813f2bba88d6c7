import * as React from 'react';
import type { BudgetStanding } from '../client/frames';
import { NEARLY_USED_UP } from '../models/budget';
import { dollars } from './money';
import { useServices, useStore } from './services';

/** How much of today's and this session's money is used; nothing while nothing was spent. */
export function BudgetMeter(): React.JSX.Element | null {
  const { tutor, trans } = useServices();
  const budget = useStore(tutor.budget.budget);
  const { today = null, session = null } = budget ?? {};
  const isSpent = [today, session].some(standing => Number(standing?.used_usd ?? 0) > 0);
  if (!isSpent) {
    return null;
  }
  return (
    <div className="tutor-budget" role="group" aria-label={trans.__('Budget')}>
      {today && <Meter name={trans.__('Today')} label={trans.__('Today')} standing={today} />}
      {session && (
        <Meter name={trans.__('This session')} label={trans.__('Session')} standing={session} />
      )}
    </div>
  );
}

interface IMeterProps {
  readonly name: string;
  /** The name where there is little room. */
  readonly label: string;
  readonly standing: BudgetStanding;
}

function Meter({ name, label, standing }: IMeterProps): React.JSX.Element {
  const { trans, locale } = useServices();
  const { used_usd: used, limit_usd: limit, percent } = standing;
  const isUsedUp = percent >= 100;
  const amount = trans.__('%1 of %2', dollars(used, locale), dollars(limit, locale));
  const share = trans.__('%1 %', String(Math.floor(percent)));
  const text = `${amount}, ${isUsedUp ? trans.__('used up') : share}`;
  return (
    <div
      className={`tutor-meter tutor-meter-${stateOf(percent)}`}
      role="meter"
      aria-label={name}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.min(100, percent)}
      aria-valuetext={text}
      title={`${name}: ${text}`}
    >
      <span className="tutor-meter-name">{label}</span>
      <span className="tutor-meter-track">
        <span className="tutor-meter-fill" style={{ inlineSize: `${Math.min(100, percent)}%` }} />
      </span>
      <span className="tutor-meter-amount">{amount}</span>
      <span className="tutor-meter-share">{isUsedUp ? trans.__('used up') : share}</span>
    </div>
  );
}

function stateOf(percent: number): 'calm' | 'nearly' | 'full' {
  if (percent >= 100) {
    return 'full';
  }
  return percent >= NEARLY_USED_UP ? 'nearly' : 'calm';
}
