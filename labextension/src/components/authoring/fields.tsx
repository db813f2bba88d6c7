import * as React from 'react';

interface ILabelled {
  readonly label: string;
  readonly hint?: string;
}

interface ITextFieldProps extends ILabelled {
  readonly value: string;
  readonly onCommit: (value: string) => void;
  /** Why a value cannot be taken, or null. */
  readonly refuse?: (value: string) => string | null;
  readonly placeholder?: string;
  readonly lines?: number;
  readonly isCode?: boolean;
  readonly inputMode?: 'numeric' | 'decimal';
}

/**
 * A field that says what was written when it is left or Enter is pressed, so that each value is one step of Undo.
 *
 * Escape puts back what was there. A value that cannot be taken stays in the field, with the reason.
 */
export function TextField(props: ITextFieldProps): React.JSX.Element {
  const { label, hint, value, onCommit, refuse, placeholder, lines, isCode, inputMode } = props;
  const [draft, setDraft] = React.useState<string | null>(null);
  const [id, noteId] = [React.useId(), React.useId()];
  const refusal = draft === null ? null : (refuse?.(draft.trim()) ?? null);
  const commit = (): void => {
    if (draft !== null && refusal === null) {
      setDraft(null);
      if (draft.trim() !== value) {
        onCommit(draft.trim());
      }
    }
  };
  const onKeyDown = (event: React.KeyboardEvent): void => {
    if (event.key === 'Enter' && (!lines || event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      commit();
    } else if (event.key === 'Escape' && draft !== null) {
      event.stopPropagation();
      setDraft(null);
    }
  };
  const common = {
    id,
    value: draft ?? value,
    placeholder,
    dir: isCode ? 'ltr' : 'auto',
    className: isCode ? 'tutor-author-code' : undefined,
    'aria-invalid': refusal !== null,
    'aria-describedby': (refusal ?? hint) ? noteId : undefined,
    onBlur: commit,
    onKeyDown,
    onChange: (event: React.ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) =>
      setDraft(event.target.value)
  };
  return (
    <div className="tutor-author-field">
      <label htmlFor={id}>{label}</label>
      {lines ? (
        <textarea rows={lines} {...common} />
      ) : (
        <input type="text" inputMode={inputMode} spellCheck={!isCode} {...common} />
      )}
      <Beneath id={noteId} refusal={refusal} hint={hint} />
    </div>
  );
}

function Beneath(props: { id: string; refusal: string | null; hint?: string }): React.ReactNode {
  const { id, refusal, hint } = props;
  if (refusal !== null) {
    return (
      <small id={id} className="tutor-author-refusal" role="alert">
        {refusal}
      </small>
    );
  }
  return hint ? (
    <small id={id} className="tutor-author-quiet">
      {hint}
    </small>
  ) : null;
}

interface INumberFieldProps extends ILabelled {
  readonly value: number | null;
  readonly onCommit: (value: number | null) => void;
  /** What to say of anything that is no such number. */
  readonly refusal: string;
  readonly least?: number;
  readonly isWhole?: boolean;
  readonly placeholder?: string;
}

/** A number or nothing. */
export function NumberField(props: INumberFieldProps): React.JSX.Element {
  const { value, onCommit, refusal, least = 0, isWhole, ...rest } = props;
  const refuse = (text: string): string | null => {
    const number = Number(text.replace(',', '.'));
    const isFine = number >= least && number < 1e6 && (!isWhole || Number.isInteger(number));
    return text === '' || isFine ? null : refusal;
  };
  return (
    <TextField
      {...rest}
      value={value === null ? '' : String(value)}
      inputMode={isWhole ? 'numeric' : 'decimal'}
      refuse={refuse}
      onCommit={text => onCommit(text === '' ? null : Number(text.replace(',', '.')))}
    />
  );
}

interface IListFieldProps extends ILabelled {
  readonly value: readonly string[];
  readonly onCommit: (value: string[]) => void;
  readonly placeholder?: string;
}

/** Names between commas. */
export function ListField({ value, onCommit, ...rest }: IListFieldProps): React.JSX.Element {
  const namesIn = (text: string): string[] => [
    ...new Set(
      text
        .split(/[,;]/)
        .map(name => name.trim())
        .filter(Boolean)
    )
  ];
  return (
    <TextField {...rest} value={value.join(', ')} onCommit={text => onCommit(namesIn(text))} />
  );
}

interface IChoiceProps<T extends string> extends ILabelled {
  readonly value: T;
  /** Value, name, and whether it cannot be chosen. */
  readonly options: readonly (readonly [T, string, boolean?])[];
  readonly onChoose: (value: T) => void;
}

/** One of a few. */
export function Choice<T extends string>(props: IChoiceProps<T>): React.JSX.Element {
  const { label, hint, value, options, onChoose } = props;
  const [id, noteId] = [React.useId(), React.useId()];
  return (
    <div className="tutor-author-field">
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        value={value}
        aria-describedby={hint ? noteId : undefined}
        onChange={event => onChoose(event.target.value as T)}
      >
        {options.map(([key, name, isClosed]) => (
          <option key={key} value={key} disabled={isClosed}>
            {name}
          </option>
        ))}
      </select>
      <Beneath id={noteId} refusal={null} hint={hint} />
    </div>
  );
}
