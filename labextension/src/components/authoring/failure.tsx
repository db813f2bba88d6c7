import * as React from 'react';
import type { RestError } from '../../client/api';
import { useAuthor } from './services';
import { failureText } from './words';

interface IFailureProps {
  readonly error: RestError;
  /** Given where it is tried again by itself, too: to try now. */
  readonly onRetry?: () => void;
}

/** Why something could not be fetched or done, where it was asked for. */
export function Failure({ error, onRetry }: IFailureProps): React.JSX.Element {
  const { trans } = useAuthor();
  const isFinal = error.code === 'AUTH_FORBIDDEN' || error.code === 'AUTH_INVALID';
  return (
    <div className="tutor-author-note tutor-author-problem" role="alert">
      <p dir="auto">{failureText(trans, error, onRetry !== undefined)}</p>
      {onRetry && !isFinal && (
        <button type="button" className="tutor-author-link" onClick={onRetry}>
          {trans.__('Try again')}
        </button>
      )}
    </div>
  );
}
