import * as React from 'react';
import type { IExerciseMark } from '../../notebook/marking/mark';
import { proposeId } from '../../notebook/marking/edits';
import { type IMarkedCell, outlineOf, titleInText } from '../../notebook/marking/outline';
import { Choice, ListField, NumberField, TextField } from './fields';
import { PolicyFields } from './policy_fields';
import { useAuthor } from './services';
import { LEVELS } from './words';

interface IExerciseFieldsProps {
  readonly cells: readonly IMarkedCell[];
  readonly at: number;
  readonly mark: IExerciseMark;
  readonly onChange: (mark: IExerciseMark) => void;
}

/** What is said of an exercise. */
export function ExerciseFields(props: IExerciseFieldsProps): React.JSX.Element {
  const { cells, at, mark, onChange } = props;
  const { trans } = useAuthor();
  const change = (part: Partial<IExerciseMark>): void => onChange({ ...mark, ...part });
  const { difficulty } = mark;
  // A difficulty has two sides: the one that is not chosen yet is the lowest.
  const even = difficulty ?? { programming: 1, mathematics: 1 };
  const refuseId = (id: string): string | null => {
    if (!/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(id)) {
      return trans.__('Letters, digits, hyphens, dots and underscores.');
    }
    const isTaken = outlineOf(cells).exercises.some(
      each => each.cell !== at && each.mark.id === id
    );
    return isTaken ? trans.__('Another exercise of this notebook has this id.') : null;
  };
  return (
    <>
      <TextField
        label={trans.__('Id')}
        hint={trans.__('Keeps students’ progress: leave it once students have begun.')}
        isCode
        value={mark.id}
        placeholder={proposeId(cells, at)}
        refuse={refuseId}
        onCommit={id => change({ id })}
      />
      <TextField
        label={trans.__('Title')}
        value={mark.title}
        placeholder={titleInText(cells, at, mark)}
        onCommit={title => change({ title })}
      />
      <div className="tutor-author-row">
        <Grade
          label={trans.__('Programming')}
          value={difficulty?.programming ?? null}
          onChoose={programming =>
            change({ difficulty: programming === null ? null : { ...even, programming } })
          }
        />
        <Grade
          label={trans.__('Mathematics')}
          value={difficulty?.mathematics ?? null}
          onChoose={mathematics =>
            change({ difficulty: mathematics === null ? null : { ...even, mathematics } })
          }
        />
        <NumberField
          label={trans.__('Points')}
          value={mark.points}
          refusal={trans.__('A number, 0 or more.')}
          onCommit={points => change({ points })}
        />
      </div>
      <ListField
        label={trans.__('Skills')}
        hint={trans.__('Names between commas.')}
        value={mark.skills}
        onCommit={skills => change({ skills })}
      />
      <details className="tutor-author-more">
        <summary>{trans.__('Text and policy')}</summary>
        <TextField
          label={trans.__('Text')}
          hint={trans.__('Only where it does not stand in the text cell above.')}
          lines={3}
          value={mark.text}
          onCommit={text => change({ text })}
        />
        <PolicyFields policy={mark.policy} onChange={policy => change({ policy })} />
      </details>
    </>
  );
}

interface IGradeProps {
  readonly label: string;
  readonly value: number | null;
  readonly onChoose: (grade: number | null) => void;
}

/** How hard it is, 1 to 5, or not said. */
function Grade({ label, value, onChoose }: IGradeProps): React.JSX.Element {
  return (
    <Choice
      label={label}
      value={String(value ?? '')}
      options={[['', '–'], ...LEVELS.map(level => [String(level), String(level)] as const)]}
      onChoose={text => onChoose(text ? Number(text) : null)}
    />
  );
}
