import * as React from 'react';
import type { RestError } from '../../client/api';
import type { Loader } from '../../models/usage/loader';
import { useStore } from '../services';
import { usePage } from './services';
import { failureText } from './words';

interface ILoadedProps<T> {
  readonly loader: Loader<T>;
  readonly children: (value: T) => React.ReactNode;
}

/** What was fetched; until then, or when it cannot be fetched, what there is to say about that. */
export function Loaded<T>({ loader, children }: ILoadedProps<T>): React.JSX.Element {
  const { trans } = usePage();
  const { state, value, error } = useStore(loader.load);
  return (
    <div aria-busy={state === 'loading'}>
      {error && <Failure error={error} onRetry={() => void loader.refresh()} />}
      {value !== null && children(value)}
      {value === null && state === 'loading' && (
        <p className="tutor-usage-quiet tutor-late">{trans.__('Loading…')}</p>
      )}
    </div>
  );
}

interface IFailureProps {
  readonly error: RestError;
  /** Offered where trying again may help. */
  readonly onRetry?: () => void;
}

/** Why something could not be fetched or done. */
export function Failure({ error, onRetry }: IFailureProps): React.JSX.Element {
  const { trans } = usePage();
  const isFinal = error.code === 'AUTH_FORBIDDEN' || error.code === 'AUTH_INVALID';
  return (
    <div className="tutor-usage-note tutor-usage-note-problem" role="alert">
      <p dir="auto">{failureText(trans, error)}</p>
      {onRetry && !isFinal && (
        <button type="button" className="tutor-button" onClick={onRetry}>
          {trans.__('Try again')}
        </button>
      )}
    </div>
  );
}

/** Something that went well, or is to be known: read out, and no cause for alarm. */
export function Notice({ children }: { children: React.ReactNode }): React.JSX.Element {
  return (
    <div className="tutor-usage-note" role="status">
      {children}
    </div>
  );
}

/** There is nothing yet, and what would be here. */
export function Empty({ children }: { children: React.ReactNode }): React.JSX.Element {
  return <p className="tutor-usage-quiet">{children}</p>;
}
