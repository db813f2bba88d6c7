import * as React from 'react';
import type { INote } from '../models/entries';
import { Countdown, useSecondsLeft } from './countdown';
import { budgetText } from './money';
import { useServices } from './services';
import { withLocalTimes } from './wait_text';

/** Something the system has to say. One that names its end counts down to it. */
export const Note = React.memo(function Note({ note }: { note: INote }): React.JSX.Element {
  const { tutor, trans, locale } = useServices();
  const secondsLeft = useSecondsLeft(note.until);
  const { id, tone, code, requestId, until } = note;
  const isOver = secondsLeft === 0;
  React.useEffect(() => {
    // Where there is nothing to ask again, a refusal that is over is no news.
    if (isOver && requestId === null) {
      tutor.thread.value.dispatch({ type: 'dismissed', id });
    }
  }, [isOver, requestId, id, tutor]);
  const text = note.budget
    ? budgetText(trans, locale, note.budget)
    : withLocalTimes(note.text, locale);
  return (
    <div
      className={`tutor-note tutor-note-${isOver ? 'information' : tone}`}
      role={tone === 'problem' ? 'alert' : 'status'}
      aria-atomic="false"
    >
      <p dir="auto">{text}</p>
      {until !== null && secondsLeft !== null && (
        <p>
          {isOver ? (
            trans.__('You can ask again now.')
          ) : (
            <Countdown until={until} seconds={secondsLeft} />
          )}
        </p>
      )}
      {requestId !== null && code === 'LLM_UNAVAILABLE' && <Alternatives requestId={requestId} />}
      {requestId !== null && code !== 'LLM_UNAVAILABLE' && until !== null && (
        <AskAgain requestId={requestId} isOver={isOver} />
      )}
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

/** What to do about a limit: wait and send the same again, or change it meanwhile. */
function AskAgain({
  requestId,
  isOver
}: {
  requestId: string;
  isOver: boolean;
}): React.JSX.Element {
  const { tutor, trans } = useServices();
  return (
    <p className="tutor-note-actions">
      <button
        type="button"
        className="tutor-button"
        disabled={!isOver}
        onClick={() => {
          tutor.thread.value.retry(requestId);
          tutor.focusBox();
        }}
      >
        {trans.__('Retry')}
      </button>
      <button
        type="button"
        className="tutor-button"
        onClick={() => {
          tutor.thread.value.takeBack(requestId);
          tutor.focusBox();
        }}
      >
        {trans.__('Edit')}
      </button>
    </p>
  );
}
