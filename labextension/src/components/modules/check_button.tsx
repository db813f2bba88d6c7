import * as React from 'react';
import type { IExerciseRow } from '../../client/module_types';
import type { ModuleWork } from '../../models/modules/work';
import { useServices, useStore } from '../services';

interface ICheckButtonProps {
  readonly work: ModuleWork;
  readonly exercise: IExerciseRow;
  /** Says which exercise is meant, where that is not said beside it. */
  readonly named?: boolean;
}

/** Runs the checks of an exercise; where there are none, the student says that it is done. */
export function CheckButton(props: ICheckButtonProps): React.JSX.Element | null {
  const { work, exercise, named = false } = props;
  const { trans } = useServices();
  const running = useStore(work.checks.running);
  if (exercise.checks === 0) {
    return exercise.status === 'done' ? null : (
      <button
        type="button"
        className="tutor-button"
        aria-label={named ? undefined : trans.__('I have done “%1”', exercise.title)}
        onClick={() => void work.checks.declareDone(exercise.id)}
      >
        {trans.__('I have done this')}
      </button>
    );
  }
  return (
    <button
      type="button"
      className="tutor-button"
      disabled={running !== null}
      aria-label={named ? undefined : trans.__('Check my work in “%1”', exercise.title)}
      onClick={() => void work.checks.check(exercise.id)}
    >
      {named ? trans.__('Check my work') : trans.__('Check')}
    </button>
  );
}
