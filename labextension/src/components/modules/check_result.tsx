import * as React from 'react';
import type { CheckRun } from '../../models/modules/checks';
import type { ModuleWork } from '../../models/modules/work';
import { useServices, useStore } from '../services';
import { troubleText } from './words';

interface IResultProps {
  readonly work: ModuleWork;
  readonly exercise: string;
}

/** How the checks of an exercise ended the last time; nothing before they were run. */
export function CheckOutcome({ work, exercise }: IResultProps): React.JSX.Element {
  const run = useStore(work.checks.runs).get(exercise);
  return (
    <div className="tutor-check-outcome" role="status">
      {run?.state === 'running' && <Running work={work} run={run} />}
      {run?.state === 'finished' && <Finished work={work} exercise={exercise} run={run} />}
      {run?.state === 'trouble' && <InTrouble work={work} exercise={exercise} run={run} />}
    </div>
  );
}

type Run<S extends CheckRun['state']> = Extract<CheckRun, { state: S }>;

function Running({ work, run }: { work: ModuleWork; run: Run<'running'> }): React.JSX.Element {
  const { trans } = useServices();
  return (
    <p className="tutor-check-running">
      {run.name === null ? trans.__('Running your code…') : trans.__('Checking: %1…', run.name)}{' '}
      <button type="button" className="tutor-link" onClick={() => void work.checks.stop()}>
        {trans.__('Stop')}
      </button>
    </p>
  );
}

function Finished({
  work,
  exercise,
  run
}: IResultProps & { run: Run<'finished'> }): React.JSX.Element {
  return (
    <>
      {run.error ? <Raised error={run.error} /> : <Results run={run} />}
      {run.incomplete && <FromTop work={work} exercise={exercise} />}
      {run.unreported && <Unreported />}
    </>
  );
}

function Raised({ error }: { error: { name: string; message: string } }): React.JSX.Element {
  const { trans } = useServices();
  return (
    <>
      <p className="tutor-check-failed">
        {trans.__('Your code ends with %1, so nothing could be checked.', error.name)}
      </p>
      <p className="tutor-check-message" dir="auto">
        {error.message}
      </p>
    </>
  );
}

function Results({ run }: { run: Run<'finished'> }): React.JSX.Element {
  const { trans } = useServices();
  const passed = run.checks.filter(check => check.passed).length;
  return (
    <>
      <p className={run.passed ? 'tutor-check-passed' : 'tutor-check-failed'}>
        {run.passed
          ? trans.__('Passed. Well done!')
          : trans.__('%1 of %2 checks passed.', passed, run.checks.length)}
      </p>
      <ul className="tutor-checks">
        {run.checks.map((check, at) => (
          <li key={at} className={check.passed ? 'tutor-check-ok' : 'tutor-check-bad'}>
            <span className="tutor-hidden">
              {check.passed ? trans.__('passed:') : trans.__('failed:')}
            </span>
            <span dir="auto">{check.name}</span>
            {check.message && (
              <pre className="tutor-check-message" dir="auto">
                {check.message}
              </pre>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}

/** After a restart of the kernel, or in a notebook just opened, what the cells above define is missing. */
function FromTop({ work, exercise }: IResultProps): React.JSX.Element {
  const { trans } = useServices();
  return (
    <button type="button" className="tutor-link" onClick={() => void work.checkFromTop(exercise)}>
      {trans.__('Run the cells above, then check')}
    </button>
  );
}

function Unreported(): React.JSX.Element {
  const { trans } = useServices();
  return (
    <p className="tutor-check-message">
      {trans.__('The tutor’s server could not be told. Check again when the connection is back.')}
    </p>
  );
}

function InTrouble({
  work,
  exercise,
  run: { trouble }
}: IResultProps & { run: Run<'trouble'> }): React.JSX.Element {
  const { trans } = useServices();
  const actions: Partial<Record<typeof trouble, [string, () => Promise<void>]>> = {
    'no-kernel': [trans.__('Start a kernel'), () => work.notebook.kernel.start()],
    dead: [trans.__('Start it again'), () => work.notebook.kernel.start()],
    stuck: [trans.__('Restart the kernel'), () => work.notebook.kernel.start()],
    busy: [trans.__('Stop it'), () => work.checks.stop()]
  };
  const action = actions[trouble];
  return (
    <div className="tutor-module-note tutor-module-note-problem">
      <p>{troubleText(trans, trouble)}</p>
      {action && (
        <button
          type="button"
          className="tutor-button"
          onClick={() => void action[1]().then(() => work.checks.forget(exercise))}
        >
          {action[0]}
        </button>
      )}
    </div>
  );
}
