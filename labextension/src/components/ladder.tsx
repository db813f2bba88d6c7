import { caretDownIcon } from '@jupyterlab/ui-components';
import * as React from 'react';
import { type IStep, ladderSteps } from '../models/ladder';
import { effortSince } from '../models/replies';
import { lockIcon } from './icons';
import { useServices, useStore } from './services';
import { stepLabel, stepName } from './words';

/** The problem the tutor believes the student is on, and how far up its ladder of help. */
export function Standing(): React.JSX.Element {
  const { tutor, trans, openProblemMenu } = useServices();
  const { problem } = useStore(useStore(tutor.thread).conversation);
  return (
    <section className="tutor-standing" aria-label={trans.__('Problem and hints')}>
      <button
        type="button"
        className="tutor-problem"
        aria-haspopup="menu"
        title={trans.__('The problem the tutor believes you are on. Click to change it.')}
        onClick={event => openProblemMenu(event.currentTarget)}
      >
        <span className={problem ? 'tutor-problem-title' : 'tutor-problem-none'} dir="auto">
          {problem ? problem.title || trans.__('This problem') : trans.__('No problem yet')}
        </span>
        <caretDownIcon.react tag="span" className="tutor-icon" />
      </button>
      <Ladder />
    </section>
  );
}

function Ladder(): React.JSX.Element {
  const { tutor, trans } = useServices();
  const conversation = useStore(useStore(tutor.thread).conversation);
  const excerpt = useStore(tutor.excerpt);
  const { standing } = conversation;
  const effortShown = effortSince(conversation, excerpt);
  const steps = ladderSteps(standing, effortShown);
  const current = steps.find(step => step.state === 'current');
  const waiting = steps.find(step => step.state === 'waiting');
  return (
    <>
      <ol className="tutor-ladder" aria-label={trans.__('Hint ladder')}>
        {steps.map(step => (
          <Step key={step.name} step={step} />
        ))}
      </ol>
      <p className="tutor-standing-line">
        {current
          ? trans.__('Hint %1 of 5: %2', current.number, stepName(trans, current.name))
          : trans.__('Help comes in five steps, gentlest first.')}
        {standing.maxLevel < steps.length && (
          <span className="tutor-locked">
            {' '}
            {trans.__('The course allows up to %1 here.', standing.maxLevel)}
          </span>
        )}
      </p>
      {waiting && standing.waiting && (
        <p className="tutor-waiting">
          {trans.__('Next, %1: %2', stepName(trans, waiting.name), standing.waiting)}
        </p>
      )}
    </>
  );
}

function Step({ step }: { step: IStep }): React.JSX.Element {
  const { trans } = useServices();
  const label = stepLabel(trans, step);
  return (
    <li
      className={`tutor-step tutor-step-${step.state}`}
      aria-current={step.state === 'current' ? 'step' : undefined}
      title={label}
    >
      <span className="tutor-dot" aria-hidden="true">
        {step.state === 'locked' && <lockIcon.react tag="span" className="tutor-lock" />}
      </span>
      <span className="tutor-step-name" aria-hidden="true">
        {stepName(trans, step.name)}
      </span>
      <span className="tutor-hidden">{label}</span>
    </li>
  );
}
