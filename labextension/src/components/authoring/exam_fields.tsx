import * as React from 'react';
import type { IPublishedModule } from '../../client/authoring';
import { examBetween, localMoment } from '../../models/authoring/publishing';
import { useAction } from '../usage/action';
import { Failure } from './failure';
import { useAuthor } from './services';

/** When the exam in a published module is, in which the tutor is silent. */
export function ExamFields({ module }: { module: IPublishedModule }): React.JSX.Element {
  const { author, trans, locale } = useAuthor();
  const { exam } = module;
  const saving = useAction();
  const [from, setFrom] = React.useState(exam ? localMoment(exam.from) : '');
  const [until, setUntil] = React.useState(exam ? localMoment(exam.until) : '');
  const written = examBetween(from, until);
  const moment = (iso: string): string =>
    new Date(iso).toLocaleString(locale, { dateStyle: 'medium', timeStyle: 'short' });
  const set = (next: typeof written): Promise<boolean> =>
    saving.run(() => author.publishing.setExam(module, next));
  const remove = async (): Promise<void> => {
    if (await set(null)) {
      setFrom('');
      setUntil('');
    }
  };
  return (
    <div className="tutor-author-fields" role="group" aria-label={trans.__('Exam')}>
      <p>
        {exam
          ? trans.__('Exam: %1 to %2', moment(exam.from), moment(exam.until))
          : trans.__('Exam: none')}
      </p>
      <p className="tutor-author-quiet">
        {trans.__('In this time the tutor is silent for everybody who may see the module.')}
      </p>
      <div className="tutor-author-row">
        <Moment label={trans.__('From')} value={from} onChange={setFrom} />
        <Moment label={trans.__('Until')} value={until} onChange={setUntil} />
      </div>
      <div className="tutor-author-buttons">
        <button
          type="button"
          className="tutor-author-button"
          disabled={saving.busy || written === null}
          onClick={() => void set(written)}
        >
          {trans.__('Set the exam')}
        </button>
        {exam && (
          <button
            type="button"
            className="tutor-author-button"
            disabled={saving.busy}
            onClick={() => void remove()}
          >
            {trans.__('No exam')}
          </button>
        )}
      </div>
      {saving.failure && <Failure error={saving.failure} />}
    </div>
  );
}

interface IMomentProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** A date and time, in the reader's own time. */
function Moment({ label, value, onChange }: IMomentProps): React.JSX.Element {
  const id = React.useId();
  return (
    <div className="tutor-author-field tutor-author-moment">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="datetime-local"
        value={value}
        onChange={event => onChange(event.target.value)}
      />
    </div>
  );
}
