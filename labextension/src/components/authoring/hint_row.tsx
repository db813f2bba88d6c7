import * as React from 'react';
import { newPart } from '../../notebook/marking/edits';
import type { IExerciseOutline } from '../../notebook/marking/outline';
import { useAuthor } from './services';
import { levelName, LEVELS } from './words';

interface IHintRowProps {
  readonly exercise: IExerciseOutline;
  readonly active: number;
}

/** The ladder of an exercise: a step with a hint leads to it, a step without one adds it. */
export function HintRow({ exercise, active }: IHintRowProps): React.JSX.Element {
  const { author, trans } = useAuthor();
  const at = (level: number): number | undefined =>
    exercise.parts.find(({ mark }) => mark.role === 'hint' && mark.level === level)?.cell;
  return (
    <div
      className="tutor-author-ladder"
      role="group"
      aria-label={trans.__('Hints of %1', exercise.title)}
    >
      <span aria-hidden="true">{trans.__('Hints')}</span>
      {LEVELS.map(level => {
        const cell = at(level);
        const name = levelName(trans, level);
        const label =
          cell === undefined
            ? trans.__('Add hint %1', name)
            : trans.__('Hint %1, cell %2', name, cell + 1);
        return (
          <button
            key={level}
            type="button"
            className="tutor-author-step"
            data-state={cell === undefined ? 'missing' : 'there'}
            title={label}
            aria-label={label}
            aria-current={cell === active ? 'true' : undefined}
            onClick={() =>
              cell === undefined
                ? author.insert(cells => newPart(cells, exercise.cell, 'hint', level))
                : author.goTo(cell)
            }
          >
            {cell === undefined ? '+' : level}
          </button>
        );
      })}
    </div>
  );
}
