import * as React from 'react';
import { chipsOf, type ContextFields } from '../models/context';
import type { IQuestion } from '../models/entries';
import { useServices } from './services';
import { chipLabel, fieldLabel } from './words';

/** One message of the student, with what went along. */
export const Question = React.memo(function Question({
  question,
  canAct
}: {
  question: IQuestion;
  /** Whether asking again is offered here, and not by a note below. */
  canAct: boolean;
}): React.JSX.Element {
  const { tutor, trans } = useServices();
  const { requestId, state, text, context } = question;
  return (
    <article className={`tutor-question tutor-question-${state}`} aria-label={trans.__('You')}>
      <p className="tutor-question-text" dir="auto">
        {text}
      </p>
      <WhatWentAlong context={context} />
      {state === 'failed' && canAct && (
        <p className="tutor-question-actions">
          <button
            type="button"
            className="tutor-link"
            onClick={() => {
              tutor.thread.value.retry(requestId);
              tutor.focusBox();
            }}
          >
            {trans.__('Ask again')}
          </button>
          <button
            type="button"
            className="tutor-link"
            onClick={() => {
              tutor.thread.value.takeBack(requestId);
              tutor.focusBox();
            }}
          >
            {trans.__('Edit')}
          </button>
        </p>
      )}
    </article>
  );
});

function WhatWentAlong({ context }: { context: ContextFields }): React.JSX.Element | null {
  const { trans } = useServices();
  const chips = chipsOf(context);
  if (chips.length === 0) {
    return null;
  }
  return (
    <details className="tutor-sent">
      <summary>{chips.map(chip => chipLabel(trans, chip)).join(' · ')}</summary>
      <ContextText context={context} />
    </details>
  );
}

/** Every field of a context, word for word. */
export function ContextText({ context }: { context: ContextFields }): React.JSX.Element {
  const { trans } = useServices();
  const fields = Object.keys(context) as (keyof ContextFields)[];
  return (
    <dl className="tutor-context-text">
      {fields.map(field => (
        <React.Fragment key={field}>
          <dt>{fieldLabel(trans, field)}</dt>
          <dd>
            {[context[field]].flat().map((value, i) => (
              <pre key={i} dir="auto" tabIndex={0}>
                {typeof value === 'object' ? JSON.stringify(value) : value}
              </pre>
            ))}
          </dd>
        </React.Fragment>
      ))}
    </dl>
  );
}
