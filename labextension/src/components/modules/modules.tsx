import * as React from 'react';
import { type IShelf, shelves } from '../../models/modules/catalogue';
import type { ModuleWork } from '../../models/modules/work';
import { Page } from '../page';
import { useServices, useStore } from '../services';
import { failureText } from '../usage/words';
import { Badge } from './badge';
import { ExerciseList } from './exercise_list';
import { ModuleItem } from './module_item';
import { Notices } from './notices';
import { Saved } from './saved';

/** The module that is open, with its exercises, and all modules that can be taken. */
export function Modules(): React.JSX.Element {
  const { desk, trans, openProgress } = useServices();
  const work = useStore(desk.work);
  const { state, value, error } = useStore(desk.catalogue.list.load);
  React.useEffect(() => void desk.catalogue.list.refresh(), [desk]);
  // A newer version may have come while the notebook was open.
  React.useEffect(() => void work?.module.refresh(), [work]);
  const found = React.useMemo(() => (value ? shelves(value) : []), [value]);
  return (
    <Page title={trans.__('Modules')}>
      <div className="tutor-scroll" aria-busy={state === 'loading'}>
        {work && <OpenModule key={work.id} work={work} />}
        {error && (
          <div className="tutor-module-note tutor-module-note-problem" role="alert">
            <p>{failureText(trans, error)}</p>
            <button
              type="button"
              className="tutor-button"
              onClick={() => void desk.catalogue.list.refresh()}
            >
              {trans.__('Try again')}
            </button>
          </div>
        )}
        {value === null && state === 'loading' && (
          <p className="tutor-empty tutor-late">{trans.__('Loading…')}</p>
        )}
        {value !== null && found.length === 0 && <NoModules />}
        {found.map(shelf => (
          <Shelf key={shelf.course?.id ?? ''} shelf={shelf} isOnly={found.length === 1} />
        ))}
        {found.length > 0 && (
          <p className="tutor-module-foot">
            <button type="button" className="tutor-link" onClick={openProgress}>
              {trans.__('My progress')}
            </button>
          </p>
        )}
      </div>
    </Page>
  );
}

function NoModules(): React.JSX.Element {
  const { trans } = useServices();
  return (
    <p className="tutor-empty">
      {trans.__(
        'There are no modules here yet. When your course publishes some, they appear here. Until then the tutor helps with any notebook.'
      )}
    </p>
  );
}

function Shelf({ shelf, isOnly }: { shelf: IShelf; isOnly: boolean }): React.JSX.Element {
  const { trans } = useServices();
  const title = shelf.course?.title ?? (isOnly ? null : trans.__('Other modules'));
  return (
    <section className="tutor-group">
      {title !== null && <h4 dir="auto">{title}</h4>}
      <ol className="tutor-modules">
        {shelf.modules.map(module => (
          <ModuleItem key={module.id} module={module} />
        ))}
      </ol>
    </section>
  );
}

function OpenModule({ work }: { work: ModuleWork }): React.JSX.Element {
  const { trans } = useServices();
  const { state, value, error } = useStore(work.module.load);
  return (
    <section className="tutor-open-module" aria-label={trans.__('The open module')}>
      <div className="tutor-module-line">
        <h4 dir="auto">{value?.title ?? work.notebook.tag.title}</h4>
        {value && <Badge module={value} />}
      </div>
      <Saved work={work} />
      <Notices work={work} />
      {error && <p className="tutor-module-failure">{failureText(trans, error)}</p>}
      {value === null && state === 'loading' && (
        <p className="tutor-empty tutor-late">{trans.__('Loading…')}</p>
      )}
      <ExerciseList work={work} />
    </section>
  );
}
