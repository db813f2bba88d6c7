import * as React from 'react';
import type { ModuleWork } from '../../models/modules/work';
import { useAction } from '../usage/action';
import { failureText } from '../usage/words';
import { useServices, useStore } from '../services';

/** What the student should know of the open module before going on: two versions, a newer release. */
export function Notices({ work }: { work: ModuleWork }): React.JSX.Element {
  const conflict = useStore(work.keeping.conflict);
  useStore(work.module.load);
  return (
    <>
      {conflict && <TwoVersions work={work} />}
      {!conflict && work.isOutdated && <NewerRelease work={work} />}
    </>
  );
}

function TwoVersions({ work }: { work: ModuleWork }): React.JSX.Element {
  const { trans, compare } = useServices();
  return (
    <div className="tutor-module-note tutor-module-note-problem" role="alert">
      <p>
        {trans.__(
          'This module was also changed somewhere else. Both versions are kept; nothing is saved until you choose one.'
        )}
      </p>
      <button type="button" className="tutor-button" onClick={() => compare(work)}>
        {trans.__('Compare and choose')}
      </button>
    </div>
  );
}

function NewerRelease({ work }: { work: ModuleWork }): React.JSX.Element {
  const { trans } = useServices();
  const { busy, failure, run } = useAction();
  const [copy, setCopy] = React.useState<string | null>(null);
  const move = async (): Promise<void> => {
    await run(async () => {
      setCopy(await work.moveOver(stem => trans.__('%1 (before the update)', stem)));
    });
  };
  return (
    <div className="tutor-module-note" role="status">
      <p>
        {trans.__(
          'A newer version of this module is there. Move over to it: your answers go along, and this notebook is kept as a copy.'
        )}
      </p>
      {failure && <p className="tutor-module-failure">{failureText(trans, failure)}</p>}
      {copy && <p>{trans.__('The old notebook is kept as %1.', copy)}</p>}
      <button type="button" className="tutor-button" disabled={busy} onClick={() => void move()}>
        {busy ? trans.__('Moving over…') : trans.__('Move over')}
      </button>
    </div>
  );
}
