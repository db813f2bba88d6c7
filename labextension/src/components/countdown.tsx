import * as React from 'react';
import { useServices } from './services';
import { spokenWait, waitText } from './wait_text';

/** How long is left, second by second; a screen reader is told once, at the beginning. */
export function Countdown({
  until,
  seconds
}: {
  until: number;
  seconds: number;
}): React.JSX.Element {
  const { trans, locale } = useServices();
  const [spoken] = React.useState(() => spokenWait(trans, locale, seconds, until));
  return (
    <>
      <span className="tutor-countdown" aria-hidden="true">
        {waitText(trans, locale, seconds, until)}
      </span>
      <span className="tutor-hidden">{spoken}</span>
    </>
  );
}

/** Whole seconds until `until` (milliseconds since 1970), counted every second; null without an end. */
export function useSecondsLeft(until: number | null): number | null {
  const [seconds, setSeconds] = React.useState(() => secondsTo(until));
  React.useEffect(() => {
    setSeconds(secondsTo(until));
    if (until === null) {
      return;
    }
    const timer = window.setInterval(() => setSeconds(secondsTo(until)), 1000);
    return () => window.clearInterval(timer);
  }, [until]);
  return seconds;
}

function secondsTo(until: number | null): number | null {
  return until === null ? null : Math.max(0, Math.ceil((until - Date.now()) / 1000));
}
