import * as React from 'react';
import { newPart } from '../../notebook/marking/edits';
import type { PartMark } from '../../notebook/marking/mark';
import { type IExerciseOutline, type IPart, outlineOf } from '../../notebook/marking/outline';
import { useStore } from '../services';
import { HintRow } from './hint_row';
import { type INotebookProps, useAuthor } from './services';
import { factsOf, partName, partsSummary, roleName } from './words';

const ADDED: readonly PartMark['role'][] = ['solution', 'check', 'mistake'];

/** The exercises of the notebook with what belongs to them. */
export function OutlineSection({ view }: INotebookProps): React.JSX.Element {
  const { trans } = useAuthor();
  const { exercises, strays } = outlineOf(view.cells);
  return (
    <section className="tutor-author-section" aria-label={trans.__('Exercises')}>
      <div className="tutor-author-bar">
        <h3>{trans.__('Exercises')}</h3>
        <span className="tutor-author-quiet">{exercises.length || ''}</span>
      </div>
      {exercises.length === 0 && (
        <p className="tutor-author-quiet">
          {trans.__(
            'None marked yet. Go to the cell in which students are to answer and say above that it is an exercise.'
          )}
        </p>
      )}
      <ol className="tutor-author-list">
        {exercises.map(exercise => (
          <Exercise key={exercise.cell} exercise={exercise} active={view.active} />
        ))}
      </ol>
      {strays.length > 0 && (
        <>
          <p className="tutor-author-quiet">{trans.__('These cells belong to no exercise:')}</p>
          <Parts parts={strays} active={view.active} />
        </>
      )}
    </section>
  );
}

interface IExerciseProps {
  readonly exercise: IExerciseOutline;
  readonly active: number;
}

function Exercise({ exercise, active }: IExerciseProps): React.JSX.Element {
  const { author, trans } = useAuthor();
  const { cell, mark, title, parts } = exercise;
  const isCurrent = cell === active || parts.some(part => part.cell === active);
  const others = parts.filter(part => part.mark.role !== 'hint');
  const { result } = useStore(author.check.state);
  const found = result?.exercises.find(each => each.id === mark.id);
  const facts = [
    mark.id,
    ...(found && found.format !== 'jupyter_tutor' ? [found.format] : []),
    trans.__('cell %1', cell + 1),
    ...(mark.points === null ? [] : [trans._n('%1 point', '%1 points', mark.points, mark.points)])
  ];
  return (
    <li className={isCurrent ? 'tutor-author-current' : undefined}>
      <button
        type="button"
        className="tutor-author-title"
        dir="auto"
        aria-current={isCurrent ? 'true' : undefined}
        onClick={() => author.goTo(cell)}
      >
        {title}
      </button>
      <span className="tutor-author-quiet">{facts.join(' · ')}</span>
      <HintRow exercise={exercise} active={active} />
      {isCurrent ? (
        <>
          <Parts parts={others} active={active} />
          <Adding exercise={exercise} />
        </>
      ) : (
        <span className="tutor-author-quiet">{partsSummary(trans, found ?? factsOf(others))}</span>
      )}
    </li>
  );
}

/** The ways to add a cell to an exercise. */
function Adding({ exercise }: { exercise: IExerciseOutline }): React.JSX.Element {
  const { author, trans } = useAuthor();
  return (
    <div className="tutor-author-add">
      {ADDED.map(role => (
        <button
          key={role}
          type="button"
          className="tutor-author-link"
          aria-label={trans.__('Add to %1: %2', exercise.title, roleName(trans, role))}
          onClick={() => author.insert(cells => newPart(cells, exercise.cell, role))}
        >
          {trans.__('+ %1', roleName(trans, role))}
        </button>
      ))}
    </div>
  );
}

interface IPartsProps {
  readonly parts: readonly IPart[];
  readonly active: number;
}

/** Cells that one can go to. */
function Parts({ parts, active }: IPartsProps): React.JSX.Element | null {
  const { author, trans } = useAuthor();
  return parts.length === 0 ? null : (
    <ul className="tutor-author-parts">
      {parts.map(({ cell, mark }) => (
        <li key={cell}>
          <button
            type="button"
            className="tutor-author-part"
            data-role={mark.role}
            title={trans.__('Cell %1', cell + 1)}
            aria-current={cell === active ? 'true' : undefined}
            onClick={() => author.goTo(cell)}
          >
            {partName(trans, mark)}
          </button>
        </li>
      ))}
    </ul>
  );
}
