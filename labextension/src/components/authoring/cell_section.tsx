import * as React from 'react';
import {
  canHavePolicy,
  cellPolicy,
  changeCellPolicy,
  changeMark,
  fits,
  markCell,
  unmarkCell
} from '../../notebook/marking/edits';
import { type Mark, readMark, type Role } from '../../notebook/marking/mark';
import { ExerciseFields } from './exercise_fields';
import { Choice } from './fields';
import { PartFields } from './part_fields';
import { PolicyFields } from './policy_fields';
import { type INotebookProps, useAuthor } from './services';
import { cellTypeName, roleMeaning, roleName, ROLES } from './words';

/** What the active cell is, and what is said of it. */
export function CellSection({ view }: INotebookProps): React.JSX.Element | null {
  const { author, trans } = useAuthor();
  const { cells, active } = view;
  if (active < 0 || active >= cells.length) {
    return null;
  }
  const cell = cells[active];
  const { foreign } = cell;
  const mark = readMark(cell.own);
  const unmarked = trans.__('Explanation (not marked)');
  const more = trans.__(
    'Read as it is. Mark it as an exercise here as well to say how hard it is, its skills or its policy.'
  );
  const choose = (role: Role | ''): void =>
    author.edit(cell.id, (all, at) => (role ? markCell(all, at, role) : unmarkCell(all, at)));
  const change = (next: Mark): void => author.edit(cell.id, (all, at) => changeMark(all, at, next));
  return (
    <section className="tutor-author-section" aria-label={trans.__('This cell')}>
      <div className="tutor-author-bar">
        <h3>{trans.__('This cell')}</h3>
        <span className="tutor-author-quiet">
          {trans.__('Cell %1 · %2', active + 1, cellTypeName(trans, cell.type))}
        </span>
      </div>
      <Choice<Role | ''>
        label={trans.__('It is')}
        value={mark?.role ?? ''}
        options={[
          ['', foreign ? trans.__('Exercise of %1', foreign.format) : unmarked],
          ...ROLES.map(role => {
            const isClosed = !fits(role, cell.type);
            const name = roleName(trans, role);
            return [role, isClosed ? unfit(role, name) : name, isClosed] as const;
          })
        ]}
        hint={mark ? roleMeaning(trans, mark.role) : foreign && more}
        onChoose={choose}
      />
      <div key={`${cell.id} ${mark?.role ?? ''}`} className="tutor-author-fields">
        {mark?.role === 'exercise' && (
          <ExerciseFields cells={cells} at={active} mark={mark} onChange={change} />
        )}
        {mark && mark.role !== 'exercise' && (
          <PartFields cells={cells} at={active} mark={mark} onChange={change} />
        )}
        {canHavePolicy(cells, active) && (
          <details className="tutor-author-more">
            <summary>{trans.__('Policy of this cell')}</summary>
            <PolicyFields
              policy={cellPolicy(cells, active)}
              onChange={policy =>
                author.edit(cell.id, (all, at) => changeCellPolicy(all, at, policy))
              }
            />
          </details>
        )}
      </div>
      {mark && (
        <button type="button" className="tutor-author-link" onClick={() => choose('')}>
          {trans.__('Unmark this cell')}
        </button>
      )}
    </section>
  );

  function unfit(role: Role, name: string): string {
    return role === 'check'
      ? trans.__('%1 (needs a code cell)', name)
      : trans.__('%1 (needs a text cell)', name);
  }
}
