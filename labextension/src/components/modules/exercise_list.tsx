import * as React from 'react';
import type { IExerciseRow } from '../../client/module_types';
import type { ModuleWork } from '../../models/modules/work';
import { useServices, useStore } from '../services';
import { CheckButton } from './check_button';
import { CheckOutcome } from './check_result';
import { exerciseStatusName } from './words';

/** The exercises of the open module, each with its state, the way to its cell, and its checks. */
export function ExerciseList({ work }: { work: ModuleWork }): React.JSX.Element | null {
  const { trans } = useServices();
  const { value } = useStore(work.module.load);
  if (!value || value.exercises.length === 0) {
    return value && <p className="tutor-empty">{trans.__('This module has no exercises.')}</p>;
  }
  return (
    <ol className="tutor-exercises" aria-label={trans.__('Exercises')}>
      {value.exercises.map(exercise => (
        <Item key={exercise.id} work={work} exercise={exercise} />
      ))}
    </ol>
  );
}

function Item({ work, exercise }: { work: ModuleWork; exercise: IExerciseRow }): React.JSX.Element {
  const { trans, focusNotebook } = useServices();
  const { id, title, status, attempts } = exercise;
  const go = (): void => {
    work.notebook.show(id);
    focusNotebook();
  };
  return (
    <li className={`tutor-exercise tutor-exercise-${status.replace('_', '-')}`}>
      <div className="tutor-exercise-line">
        <button
          type="button"
          className="tutor-exercise-title"
          title={trans.__('Go to the cell')}
          onClick={go}
        >
          <span dir="auto">{title}</span>
          <span className="tutor-exercise-facts">
            {exerciseStatusName(trans, status)}
            {attempts > 0 && ` · ${trans._n('%1 attempt', '%1 attempts', attempts)}`}
          </span>
        </button>
        <CheckButton work={work} exercise={exercise} />
      </div>
      <CheckOutcome work={work} exercise={id} />
    </li>
  );
}
