import * as React from 'react';
import type { IBreaker } from '../../client/usage_types';
import { dollars } from '../money';
import { useAction } from './action';
import { moment } from './figures';
import { useUsage } from './services';
import { Failure, Loaded } from './status';
import { breakerMeaning, breakerName } from './words';

/** Whether the tutor pauses because everyone together has spent too much within an hour. */
export function BreakerSection(): React.JSX.Element {
  const { page } = useUsage();
  return <Loaded loader={page.breaker.status}>{status => <Status breaker={status} />}</Loaded>;
}

function Status({ breaker }: { breaker: IBreaker }): React.JSX.Element {
  const { page, trans, locale, confirm } = useUsage();
  const { state, enabled, spent_usd, limit_usd, percent, reopens_at, last_reset_at } = breaker;
  const mood = state === 'closed' || !enabled ? 'calm' : 'paused';
  const resetting = useAction();
  const reset = async (): Promise<void> => {
    const title = trans.__('Reset the breaker?');
    const body = trans.__(
      'Students can ask again at once, and what was spent in the last hour no longer counts towards the limit.'
    );
    if (await confirm(title, body, trans.__('Reset'))) {
      await resetting.run(() => page.breaker.reset());
    }
  };
  const spent = trans.__(
    '%1 of %2 in the last hour',
    dollars(spent_usd, locale),
    dollars(limit_usd, locale)
  );
  return (
    <>
      <p className={`tutor-usage-state tutor-usage-state-${mood}`}>
        <strong>{breakerName(trans, breaker)}</strong> {breakerMeaning(trans, breaker)}
      </p>
      {enabled && (
        <div
          className="tutor-usage-meter"
          role="meter"
          aria-label={trans.__('Spent in the last hour')}
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={Math.min(100, percent)}
          aria-valuetext={spent}
        >
          <span className="tutor-meter-track">
            <span
              className={`tutor-meter-fill tutor-usage-fill-${mood}`}
              style={{ inlineSize: `${Math.min(100, percent)}%` }}
            />
          </span>
          <span>{spent}</span>
        </div>
      )}
      {reopens_at !== null && (
        <p>
          {trans.__('One question is let through on trial from %1.', moment(reopens_at, locale))}
        </p>
      )}
      {last_reset_at !== null && (
        <p className="tutor-usage-quiet">
          {trans.__(
            'Last reset by %1 at %2.',
            breaker.last_reset_by ?? '',
            moment(last_reset_at, locale)
          )}
        </p>
      )}
      {resetting.failure && <Failure error={resetting.failure} />}
      <div className="tutor-usage-buttons">
        <button
          type="button"
          className="tutor-button"
          disabled={resetting.busy}
          onClick={() => void reset()}
        >
          {trans.__('Reset')}
        </button>
      </div>
      <p className="tutor-usage-quiet">
        {trans.__('How much is allowed and how long the pause is, is set under Settings.')}
      </p>
    </>
  );
}
