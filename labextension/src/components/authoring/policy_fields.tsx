import * as React from 'react';
import type { IPolicy } from '../../notebook/marking/policy';
import { Choice, TextField } from './fields';
import { useAuthor } from './services';
import { levelName, LEVELS } from './words';

interface IPolicyFieldsProps {
  readonly policy: IPolicy;
  readonly onChange: (policy: IPolicy) => void;
}

/** How far the tutor goes here. A narrower place can only take away from what the wider one allows. */
export function PolicyFields({ policy, onChange }: IPolicyFieldsProps): React.JSX.Element {
  const { trans } = useAuthor();
  const inherited = trans.__('As above');
  return (
    <>
      <div className="tutor-author-row">
        <Choice
          label={trans.__('Hints up to')}
          value={String(policy.maxHintLevel ?? '')}
          options={[
            ['', inherited],
            ...LEVELS.map(level => [String(level), levelName(trans, level)] as const)
          ]}
          onChoose={text => onChange({ ...policy, maxHintLevel: text ? Number(text) : null })}
        />
        <Choice
          label={trans.__('Tutor')}
          value={policy.tutor ?? ''}
          options={[
            ['', inherited],
            ['on', trans.__('On')],
            ['off', trans.__('Off (exam)')]
          ]}
          onChoose={tutor => onChange({ ...policy, tutor: tutor || null })}
        />
      </div>
      <TextField
        label={trans.__('Words for the tutor')}
        hint={trans.__('What it shall keep to, such as the notation of the lecture.')}
        lines={2}
        value={policy.words}
        onCommit={words => onChange({ ...policy, words })}
      />
    </>
  );
}
