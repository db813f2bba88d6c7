import * as React from 'react';
import type { IModuleRow } from '../../client/module_types';
import { useServices } from '../services';

/** How many of a module's exercises are done. */
export function Badge({
  module: { done, total, status }
}: {
  module: Pick<IModuleRow, 'done' | 'total' | 'status'>;
}): React.JSX.Element {
  const { trans } = useServices();
  const isDone = status === 'completed' || (total > 0 && done === total);
  return (
    <span
      className={`tutor-badge ${isDone ? 'tutor-badge-done' : ''}`}
      title={trans.__('%1 of %2 exercises done', done, total)}
    >
      <span aria-hidden="true">{isDone ? `✓ ${done}/${total}` : `${done}/${total}`}</span>
      <span className="tutor-hidden">{trans.__('%1 of %2 exercises done', done, total)}</span>
    </span>
  );
}
