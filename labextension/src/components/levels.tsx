import * as React from 'react';
import type { ILevels } from '../client/rest';
import { Page } from './page';
import { useServices } from './services';

const CHOICES = [1, 2, 3, 4, 5];

/** How far the student says they are; hints start further up for beginners. */
export function Levels(): React.JSX.Element {
  const { tutor, trans } = useServices();
  const [levels, setLevels] = React.useState<ILevels | null>(null);
  React.useEffect(() => {
    void tutor.levels().then(found => found && setLevels(found));
  }, [tutor]);
  const choose = (dimension: keyof ILevels, level: number): void => {
    if (levels) {
      const next = { ...levels, [dimension]: level };
      setLevels(next);
      void tutor.setLevels(next).then(stored => {
        if (!stored) {
          setLevels(levels);
        }
      });
    }
  };
  return (
    <Page title={trans.__('My level')}>
      <div className="tutor-scroll tutor-prose">
        <p>
          {trans.__(
            'How far are you? Hints start more openly when a problem is hard for you. The tutor goes on learning from how you get along.'
          )}
        </p>
        {levels ? (
          <>
            <Scale
              label={trans.__('Programming')}
              value={levels.programming}
              onChoose={level => choose('programming', level)}
            />
            <Scale
              label={trans.__('Mathematics')}
              value={levels.mathematics}
              onChoose={level => choose('mathematics', level)}
            />
          </>
        ) : (
          <p className="tutor-empty">{trans.__('Loading…')}</p>
        )}
      </div>
    </Page>
  );
}

interface IScaleProps {
  readonly label: string;
  readonly value: number;
  readonly onChoose: (level: number) => void;
}

function Scale({ label, value, onChoose }: IScaleProps): React.JSX.Element {
  const { trans } = useServices();
  const names = [
    trans.__('new to it'),
    trans.__('some practice'),
    trans.__('at ease'),
    trans.__('experienced'),
    trans.__('expert')
  ];
  const name = React.useId();
  return (
    <fieldset className="tutor-scale">
      <legend>{label}</legend>
      {CHOICES.map((level, i) => (
        <label key={level}>
          <input
            type="radio"
            name={name}
            checked={Math.round(value) === level}
            onChange={() => onChoose(level)}
          />
          {names[i]}
        </label>
      ))}
    </fieldset>
  );
}
