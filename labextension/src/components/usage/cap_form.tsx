import * as React from 'react';
import type { Cap, CapType } from '../../client/usage_types';
import { EMPTY_CAP, formOf, type ICapForm, isComplete } from '../../models/usage/caps';
import { CAP_TYPES } from '../../models/usage/setting_drafts';
import { useAction } from './action';
import { Field } from './field';
import { useUsage } from './services';
import { Failure } from './status';
import { capTypeName } from './words';

interface ICapFormProps {
  /** The cap to change; null for a new one. */
  readonly cap: Cap | null;
  readonly groups: readonly string[];
  readonly onClose: () => void;
}

/** Write a cap. Its owner and type stay what they are once it exists. */
export function CapForm({ cap, groups, onClose }: ICapFormProps): React.JSX.Element {
  const { page, trans } = useUsage();
  const [form, setForm] = React.useState<ICapForm>(cap ? formOf(cap) : EMPTY_CAP);
  const saving = useAction();
  const change = (part: Partial<ICapForm>): void => setForm({ ...form, ...part });
  const names = React.useId();
  const submit = async (event: React.FormEvent): Promise<void> => {
    event.preventDefault();
    if (await saving.run(() => page.caps.save(form, cap?.id ?? null))) {
      onClose();
    }
  };
  return (
    <form
      className="tutor-usage-form"
      aria-label={cap ? trans.__('Change a cap') : trans.__('New cap')}
      onSubmit={event => void submit(event)}
    >
      <h4>{cap ? trans.__('Change the cap of %1', form.owner) : trans.__('New cap')}</h4>
      {!cap && (
        <div className="tutor-usage-fields">
          <Choice
            label={trans.__('Of a')}
            value={form.ownerKind}
            options={[
              ['user', trans.__('student')],
              ['group', trans.__('group')]
            ]}
            onChange={ownerKind => change({ ownerKind })}
          />
          <Field
            label={form.ownerKind === 'user' ? trans.__('User name') : trans.__('Group')}
            value={form.owner}
            required
            list={form.ownerKind === 'group' ? names : undefined}
            onChange={owner => change({ owner })}
          />
          <datalist id={names}>
            {groups.map(name => (
              <option key={name} value={name} />
            ))}
          </datalist>
          <Choice<CapType>
            label={trans.__('Per')}
            value={form.cap_type}
            options={CAP_TYPES.map(type => [type, capTypeName(trans, type)])}
            onChange={cap_type => change({ cap_type })}
          />
        </div>
      )}
      <div className="tutor-usage-fields">
        <Field
          kind="count"
          label={trans.__('Requests')}
          value={form.requests}
          onChange={requests => change({ requests })}
        />
        <Field
          kind="count"
          label={trans.__('Tokens')}
          value={form.tokens}
          onChange={tokens => change({ tokens })}
        />
        <Field
          kind="money"
          label={trans.__('Cost in dollars')}
          value={form.cost_usd}
          onChange={cost_usd => change({ cost_usd })}
        />
      </div>
      <p className="tutor-usage-quiet">
        {trans.__('What is left empty is not limited. A group shares its caps.')}
      </p>
      {saving.failure && <Failure error={saving.failure} />}
      <div className="tutor-usage-buttons">
        <button
          type="submit"
          className="tutor-button tutor-usage-main"
          disabled={saving.busy || !isComplete(form)}
        >
          {trans.__('Save')}
        </button>
        <button type="button" className="tutor-button" onClick={onClose}>
          {trans.__('Cancel')}
        </button>
      </div>
    </form>
  );
}

interface IChoiceProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly options: readonly (readonly [T, string])[];
  readonly onChange: (value: T) => void;
}

function Choice<T extends string>(props: IChoiceProps<T>): React.JSX.Element {
  const { label, value, options, onChange } = props;
  return (
    <label className="tutor-usage-field">
      <span>{label}</span>
      <select value={value} onChange={event => onChange(event.target.value as T)}>
        {options.map(([key, name]) => (
          <option key={key} value={key}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
