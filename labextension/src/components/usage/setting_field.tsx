import * as React from 'react';
import type { CapType, ISetting } from '../../client/usage_types';
import {
  CAP_TYPES,
  type CapGrid,
  type Draft,
  type ICapTexts
} from '../../models/usage/setting_drafts';
import { useUsage } from './services';
import { duration, settingLabel, unitName } from './setting_words';
import { capTypeName } from './words';

interface ISettingFieldProps {
  readonly setting: ISetting;
  readonly draft: Draft;
  readonly isFaulty: boolean;
  readonly onChange: (draft: Draft) => void;
}

/** The field of a value, of whatever kind. */
export function SettingField(props: ISettingFieldProps): React.JSX.Element {
  const { trans } = useUsage();
  const { setting, draft, isFaulty, onChange } = props;
  const label = settingLabel(trans, setting.name);
  const id = React.useId();
  if (typeof draft === 'object') {
    return <Grid label={label} grid={draft} isFaulty={isFaulty} onChange={onChange} />;
  }
  if (typeof draft === 'boolean') {
    return (
      <label className="tutor-usage-switch">
        <input
          type="checkbox"
          role="switch"
          checked={draft}
          onChange={event => onChange(event.target.checked)}
        />
        {label}
      </label>
    );
  }
  const { kind } = setting;
  const inWords = kind === 'seconds' && Number(draft) >= 60 ? duration(trans, Number(draft)) : '';
  return (
    <div className="tutor-usage-value">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="text"
        className={kind === 'text' ? undefined : 'tutor-usage-number'}
        inputMode={kind === 'text' ? undefined : 'decimal'}
        value={draft}
        aria-invalid={isFaulty}
        aria-describedby={`${id}-unit`}
        onChange={event => onChange(event.target.value)}
      />
      <span id={`${id}-unit`} className="tutor-usage-unit">
        {unitName(trans, kind)}
        {inWords && <span className="tutor-usage-quiet"> ({inWords})</span>}
      </span>
    </div>
  );
}

interface IGridProps {
  readonly label: string;
  readonly grid: CapGrid;
  readonly isFaulty: boolean;
  readonly onChange: (grid: CapGrid) => void;
}

/** The caps of everyone: three types by three kinds of limit; an empty field does not limit. */
function Grid({ label, grid, isFaulty, onChange }: IGridProps): React.JSX.Element {
  const { trans } = useUsage();
  const columns: readonly (readonly [keyof ICapTexts, string])[] = [
    ['requests', trans.__('Requests')],
    ['tokens', trans.__('Tokens')],
    ['cost_usd', trans.__('Dollars')]
  ];
  const change = (type: CapType, key: keyof ICapTexts, text: string): void =>
    onChange({ ...grid, [type]: { ...grid[type], [key]: text } });
  return (
    <table className="tutor-usage-grid" aria-label={label}>
      <thead>
        <tr>
          <th scope="col">{trans.__('Per')}</th>
          {columns.map(([key, name]) => (
            <th key={key} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {CAP_TYPES.map(type => (
          <tr key={type}>
            <th scope="row">{capTypeName(trans, type)}</th>
            {columns.map(([key, name]) => (
              <td key={key}>
                <input
                  type="text"
                  className="tutor-usage-number"
                  inputMode="decimal"
                  placeholder="–"
                  aria-label={trans.__('%1 per %2', name, capTypeName(trans, type))}
                  aria-invalid={isFaulty}
                  value={grid[type][key]}
                  onChange={event => change(type, key, event.target.value)}
                />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
