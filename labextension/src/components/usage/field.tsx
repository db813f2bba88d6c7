import * as React from 'react';

interface IFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly kind?: 'text' | 'count' | 'money';
  readonly hint?: string;
  readonly required?: boolean;
  readonly readOnly?: boolean;
  readonly list?: string;
}

/** A labelled field. Counts and amounts are text with a pattern: no arrows, no rounding, no lost digits. */
export function Field(props: IFieldProps): React.JSX.Element {
  const { label, value, onChange, kind = 'text', hint, required, readOnly, list } = props;
  const id = React.useId();
  const pattern = {
    text: undefined,
    count: '\\s*[1-9][0-9]*\\s*',
    money: '\\s*[0-9]+(\\.[0-9]{1,9})?\\s*'
  };
  const mode = { text: undefined, count: 'numeric', money: 'decimal' } as const;
  return (
    <label className="tutor-usage-field">
      <span>{label}</span>
      <input
        type="text"
        value={value}
        pattern={pattern[kind]}
        inputMode={mode[kind]}
        title={hint}
        required={required}
        readOnly={readOnly}
        list={list}
        aria-describedby={hint ? id : undefined}
        onChange={event => onChange(event.target.value)}
      />
      {hint && (
        <small id={id} className="tutor-usage-quiet">
          {hint}
        </small>
      )}
    </label>
  );
}
