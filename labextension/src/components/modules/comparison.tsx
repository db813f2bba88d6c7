import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import { differences, notebookDiff } from '../../models/modules/notebook_diff';
import type { IConflict } from '../../models/modules/keeping';
import type { ModuleWork } from '../../models/modules/work';
import { useStore } from '../services';
import { type IAction, useAction } from '../usage/action';
import { failureText } from '../usage/words';
import { DiffRows } from './diff_rows';
import { clock } from './words';

export interface IComparisonProps {
  readonly work: ModuleWork;
  readonly trans: TranslationBundle;
  readonly locale: string;
  /** There is nothing to choose any more. */
  readonly onClose: () => void;
  /** Something was written into the workspace. */
  readonly tell: (text: string) => void;
}

/** Two states of a module's notebook beside each other, and the choice between them. */
export function Comparison(props: IComparisonProps): React.JSX.Element {
  const { work, trans, onClose } = props;
  const conflict = useStore(work.keeping.conflict);
  const heading = React.useRef<HTMLHeadingElement>(null);
  React.useEffect(() => heading.current?.focus(), []);
  return (
    <div className="tutor-comparison">
      <h2 ref={heading} tabIndex={-1}>
        {trans.__('Two versions of “%1”', work.notebook.tag.title)}
      </h2>
      {conflict ? (
        <Choice {...props} conflict={conflict} />
      ) : (
        <>
          <p>{trans.__('There is nothing to choose any more: there is one version.')}</p>
          <button type="button" className="tutor-button" onClick={onClose}>
            {trans.__('Close')}
          </button>
        </>
      )}
    </div>
  );
}

function Choice(props: IComparisonProps & { conflict: IConflict }): React.JSX.Element {
  const { work, trans, locale, conflict } = props;
  const action = useAction();
  const rows = React.useMemo(() => notebookDiff(conflict.mine, conflict.other), [conflict]);
  const count = differences(rows);
  const when = conflict.savedAt === null ? '' : clock(Date.parse(conflict.savedAt), locale);
  return (
    <>
      <p>
        {trans._n(
          'The notebook that is open here and the one that was saved elsewhere differ in %1 cell.',
          'The notebook that is open here and the one that was saved elsewhere differ in %1 cells.',
          count
        )}{' '}
        {when && trans.__('The other one was saved %1.', when)}
      </p>
      <Buttons {...props} action={action} />
      {action.failure && (
        <p className="tutor-module-failure" role="alert">
          {failureText(trans, action.failure)}
        </p>
      )}
      <DiffRows rows={rows} trans={trans} nameOfMine={work.notebook.path} />
    </>
  );
}

function Buttons({
  work,
  trans,
  onClose,
  tell,
  action: { busy, run }
}: IComparisonProps & { action: IAction }): React.JSX.Element {
  const keepMine = async (): Promise<void> => {
    if (await run(() => work.keeping.keepMine())) {
      tell(trans.__('This notebook goes on. The other version stays among the earlier states.'));
      onClose();
    }
  };
  const takeOther = async (): Promise<void> => {
    const take = async (): Promise<void> => {
      const copy = await work.keeping.takeOther(stem => trans.__('%1 (my version)', stem));
      if (copy !== null) {
        tell(trans.__('The other version goes on. Yours is kept as %1.', copy));
      }
    };
    if (await run(take)) {
      onClose();
    }
  };
  const copyOther = (): Promise<boolean> =>
    run(async () => {
      const copy = await work.keeping.copyOther(stem => trans.__('%1 (other version)', stem));
      if (copy !== null) {
        tell(trans.__('The other version is kept as %1.', copy));
      }
    });
  return (
    <div className="tutor-comparison-buttons">
      <button
        type="button"
        className="tutor-button"
        disabled={busy}
        onClick={() => void keepMine()}
      >
        {trans.__('Go on with this notebook')}
      </button>
      <button
        type="button"
        className="tutor-button"
        disabled={busy}
        onClick={() => void takeOther()}
      >
        {trans.__('Go on with the other version')}
      </button>
      <button type="button" className="tutor-link" disabled={busy} onClick={() => void copyOther()}>
        {trans.__('Save the other version as a copy')}
      </button>
    </div>
  );
}
