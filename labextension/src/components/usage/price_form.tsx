import * as React from 'react';
import type { IPriceValues } from '../../client/usage_types';
import { EMPTY_PRICE } from '../../models/usage/prices';
import { useAction } from './action';
import { Field } from './field';
import { useUsage } from './services';
import { Failure } from './status';

interface IPriceFormProps {
  /** What the fields begin with. */
  readonly price: IPriceValues | null;
  /** Whether the model has no price of this site yet. */
  readonly isNew: boolean;
  readonly onClose: () => void;
}

/** Write the price of a model. */
export function PriceForm({ price, isNew, onClose }: IPriceFormProps): React.JSX.Element {
  const { page, trans } = useUsage();
  const [form, setForm] = React.useState<IPriceValues>(price ?? EMPTY_PRICE);
  const saving = useAction();
  const change = (part: Partial<IPriceValues>): void => setForm({ ...form, ...part });
  const submit = async (event: React.FormEvent): Promise<void> => {
    event.preventDefault();
    if (await saving.run(() => page.prices.save(form, isNew))) {
      onClose();
    }
  };
  return (
    <form
      className="tutor-usage-form"
      aria-label={isNew ? trans.__('New price') : trans.__('Change a price')}
      onSubmit={event => void submit(event)}
    >
      <h4>{isNew ? trans.__('New price') : trans.__('Change the price of %1', form.model)}</h4>
      <div className="tutor-usage-fields">
        {isNew && (
          <Field
            label={trans.__('Model')}
            value={form.model}
            required
            onChange={model => change({ model })}
          />
        )}
        <Field
          kind="money"
          label={trans.__('Input')}
          value={form.input}
          required
          onChange={input => change({ input })}
        />
        <Field
          kind="money"
          label={trans.__('Cached input')}
          value={form.cached_input}
          hint={trans.__('Empty: as input')}
          onChange={cached_input => change({ cached_input })}
        />
        <Field
          kind="money"
          label={trans.__('Output')}
          value={form.output}
          required
          onChange={output => change({ output })}
        />
      </div>
      <p className="tutor-usage-quiet">{trans.__('In dollars per million tokens.')}</p>
      {saving.failure && <Failure error={saving.failure} />}
      <div className="tutor-usage-buttons">
        <button type="submit" className="tutor-button tutor-usage-main" disabled={saving.busy}>
          {trans.__('Save')}
        </button>
        <button type="button" className="tutor-button" onClick={onClose}>
          {trans.__('Cancel')}
        </button>
      </div>
    </form>
  );
}
