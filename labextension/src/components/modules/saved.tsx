import * as React from 'react';
import type { ModuleWork } from '../../models/modules/work';
import { useServices, useStore } from '../services';
import { saveText } from './words';

/** Whether what the student wrote is safe; read out only when it is not. */
export function Saved({ work }: { work: ModuleWork }): React.JSX.Element {
  const { trans, locale } = useServices();
  const status = useStore(work.keeping.autosave.status);
  const isTrouble = ['offline', 'conflict', 'refused'].includes(status.state);
  return (
    <span
      className={`tutor-saved ${isTrouble ? 'tutor-saved-trouble' : ''}`}
      role={isTrouble ? 'status' : undefined}
      title={trans.__('Your notebook is kept on the tutor’s server, besides the file.')}
    >
      {saveText(trans, status, locale)}
    </span>
  );
}
