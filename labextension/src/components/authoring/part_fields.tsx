import * as React from 'react';
import type { ICheckMark, IMistakeMark, PartMark } from '../../notebook/marking/mark';
import { type IMarkedCell, outlineOf } from '../../notebook/marking/outline';
import { Choice, NumberField, TextField } from './fields';
import { useAuthor } from './services';
import { levelName, LEVELS } from './words';

interface IFieldsProps<M extends PartMark> {
  readonly mark: M;
  readonly onChange: (mark: M) => void;
}

interface IPartFieldsProps extends IFieldsProps<PartMark> {
  readonly cells: readonly IMarkedCell[];
  readonly at: number;
}

/** What is said of a cell that belongs to an exercise. */
export function PartFields({ cells, at, mark, onChange }: IPartFieldsProps): React.JSX.Element {
  const { trans } = useAuthor();
  return (
    <>
      {mark.role === 'hint' && (
        <Choice
          label={trans.__('Step')}
          value={String(mark.level ?? '')}
          options={[
            ...(mark.level === null ? ([['', '–']] as const) : []),
            ...LEVELS.map(level => [String(level), levelName(trans, level)] as const)
          ]}
          onChoose={text => onChange({ ...mark, level: text ? Number(text) : null })}
        />
      )}
      {mark.role === 'check' && <CheckFields mark={mark} onChange={onChange} />}
      {mark.role === 'mistake' && <MistakeFields mark={mark} onChange={onChange} />}
      <ExerciseChoice
        cells={cells}
        at={at}
        value={mark.exercise}
        onChoose={exercise => onChange({ ...mark, exercise })}
      />
    </>
  );
}

function CheckFields({ mark, onChange }: IFieldsProps<ICheckMark>): React.JSX.Element {
  const { trans } = useAuthor();
  return (
    <>
      <TextField
        label={trans.__('Name')}
        hint={trans.__('Students read it when they check their work.')}
        value={mark.name}
        onCommit={name => onChange({ ...mark, name })}
      />
      <div className="tutor-author-row">
        <Choice
          label={trans.__('For students')}
          value={mark.hidden ? 'hidden' : 'visible'}
          options={[
            ['visible', trans.__('Visible')],
            ['hidden', trans.__('Hidden')]
          ]}
          onChoose={choice => onChange({ ...mark, hidden: choice === 'hidden' })}
        />
        <NumberField
          label={trans.__('Points')}
          value={mark.points}
          refusal={trans.__('A number, 0 or more.')}
          onCommit={points => onChange({ ...mark, points })}
        />
      </div>
    </>
  );
}

function MistakeFields({ mark, onChange }: IFieldsProps<IMistakeMark>): React.JSX.Element {
  const { trans } = useAuthor();
  const saysNothing = !mark.error && !mark.code && !mark.got;
  return (
    <fieldset className="tutor-author-group">
      <legend>{trans.__('It is made when…')}</legend>
      <TextField
        label={trans.__('the cell ends in')}
        isCode
        value={mark.error}
        placeholder={trans.__('e.g. %1', 'NameError')}
        onCommit={error => onChange({ ...mark, error })}
      />
      <TextField
        label={trans.__('its code has in it')}
        isCode
        value={mark.code}
        placeholder={trans.__('e.g. %1', 'sum(values)')}
        onCommit={code => onChange({ ...mark, code })}
      />
      <TextField
        label={trans.__('the first failing check got')}
        hint={
          saysNothing
            ? trans.__('At least one is needed.')
            : trans.__('All that is given has to hold.')
        }
        isCode
        value={mark.got}
        placeholder={trans.__('e.g. %1', '16')}
        onCommit={got => onChange({ ...mark, got })}
      />
    </fieldset>
  );
}

interface IExerciseChoiceProps {
  readonly cells: readonly IMarkedCell[];
  readonly at: number;
  readonly value: string;
  readonly onChoose: (exercise: string) => void;
}

/** Which exercise a cell belongs to: the one above, or one by its id. */
function ExerciseChoice(props: IExerciseChoiceProps): React.JSX.Element {
  const { cells, at, value, onChoose } = props;
  const { trans } = useAuthor();
  const { exercises } = outlineOf(cells);
  const above = [...exercises].reverse().find(each => each.cell < at);
  const ids = [...new Set(exercises.map(each => each.mark.id))];
  const strange =
    value && !ids.includes(value) ? [[value, trans.__('%1 (missing)', value)] as const] : [];
  return (
    <Choice
      label={trans.__('Of exercise')}
      value={value}
      options={[
        [
          '',
          above ? trans.__('Above: %1', above.mark.id) : trans.__('None above'),
          !above && value !== ''
        ],
        ...ids.map(id => [id, id] as const),
        ...strange
      ]}
      onChoose={onChoose}
    />
  );
}
