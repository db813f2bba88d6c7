import * as React from 'react';
import type { INote } from '../models/entries';
import { budgetText } from './money';
import { useServices } from './services';

/** Something the system has to say. One that names its end counts down to it, and goes. */
export const Note = React.memo(function Note({ note }: { note: INote }): React.JSX.Element {
  const { tutor, trans, locale } = useServices();
  const secondsLeft = useSecondsLeft(note.until);
  const { id, tone, code, requestId } = note;
  React.useEffect(() => {
    if (secondsLeft === 0) {
      tutor.thread.value.dispatch({ type: 'dismissed', id });
    }
  }, [secondsLeft, id, tutor]);
  return (
    <div className={`tutor-note tutor-note-${tone}`} role={tone === 'problem' ? 'alert' : 'status'}>
      <p dir="auto">{note.budget ? budgetText(trans, locale, note.budget) : note.text}</p>
      {secondsLeft !== null && (
        <p className="tutor-countdown" aria-live="off">
          {trans.__('Again in %1', clock(secondsLeft))}
        </p>
      )}
      {code === 'LLM_UNAVAILABLE' && requestId !== null && <Alternatives requestId={requestId} />}
    </div>
  );
});

/** What to do when no language model answers. */
function Alternatives({ requestId }: { requestId: string }): React.JSX.Element {
  const { tutor, trans } = useServices();
  const retry = (answerBy?: 'coach'): void => {
    tutor.thread.value.retry(requestId, answerBy);
    tutor.focusBox();
  };
  return (
    <p className="tutor-note-actions">
      <button type="button" className="tutor-button" onClick={() => retry()}>
        {trans.__('Retry')}
      </button>
      <button type="button" className="tutor-button" onClick={() => retry('coach')}>
        {trans.__('Ask the built-in coach')}
      </button>
    </p>
  );
}

/** Whole seconds until `until`, counted every second; null without an end. */
function useSecondsLeft(until: number | null): number | null {
  const left = (): number | null =>
    until === null ? null : Math.max(0, Math.ceil((until - Date.now()) / 1000));
  const [seconds, setSeconds] = React.useState(left);
  React.useEffect(() => {
    if (until === null) {
      return;
    }
    const timer = window.setInterval(() => setSeconds(left()), 1000);
    return () => window.clearInterval(timer);
    // `left` is made anew at every drawing and depends on `until` alone.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [until]);
  return seconds;
}

/** Seconds as 0:23 or 1:02:03. */
function clock(seconds: number): string {
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const shown = parts[0] > 0 ? parts : parts.slice(1);
  return shown.map((part, i) => (i === 0 ? String(part) : String(part).padStart(2, '0'))).join(':');
}
