import * as React from 'react';
import type { IFault } from '../../client/authoring';
import type { ICheckState } from '../../models/authoring/live_check';
import { useStore } from '../services';
import { Failure } from './failure';
import { useAuthor } from './services';

/** What the server finds wrong in the notebook, while it is written. */
export function FaultSection(): React.JSX.Element {
  const { author, trans } = useAuthor();
  const state = useStore(author.check.state);
  const faults = state.result?.faults ?? [];
  return (
    <section
      className="tutor-author-section"
      aria-label={trans.__('To mend')}
      aria-busy={state.phase === 'checking'}
    >
      <div className="tutor-author-bar">
        <h3>{trans.__('To mend')}</h3>
        <span className="tutor-author-quiet" role="status">
          {summary(state)}
        </span>
      </div>
      {state.error && <Failure error={state.error} onRetry={() => author.check.again()} />}
      <ul className="tutor-author-list">
        {faults.map(fault => (
          <Fault key={`${fault.cell} ${fault.message} ${fault.line}`} fault={fault} />
        ))}
      </ul>
    </section>
  );

  function summary({ phase, result }: ICheckState): string {
    if (result === null) {
      return phase === 'failed' ? trans.__('Not known') : trans.__('Looking…');
    }
    const errors = result.faults.filter(fault => fault.severity === 'error').length;
    const warnings = result.faults.length - errors;
    const counts = [
      ...(errors ? [trans._n('%1 error', '%1 errors', errors, errors)] : []),
      ...(warnings ? [trans._n('%1 warning', '%1 warnings', warnings, warnings)] : [])
    ];
    return counts.join(', ') || trans.__('Nothing');
  }
}

/** A fault: where, what, and how to mend it. It leads to its cell. */
function Fault({ fault }: { fault: IFault }): React.JSX.Element {
  const { author, trans } = useAuthor();
  const { severity, cell, line, message, mend } = fault;
  const kind = severity === 'error' ? trans.__('Error') : trans.__('Warning');
  return (
    <li className="tutor-author-fault" data-severity={severity}>
      {cell > 0 ? (
        <button type="button" className="tutor-author-link" onClick={() => author.goTo(cell - 1)}>
          {trans.__('%1 · cell %2', kind, cell)}
        </button>
      ) : (
        <span className="tutor-author-quiet">{trans.__('%1 · whole notebook', kind)}</span>
      )}
      <p dir="auto">{message}</p>
      {line && (
        <code className="tutor-author-line" dir="ltr">
          {line}
        </code>
      )}
      <p dir="auto" className="tutor-author-mend">
        {mend}
      </p>
    </li>
  );
}
