import * as React from 'react';
import type { ModuleWork } from '../../models/modules/work';
import { useServices, useStore } from '../services';
import { Badge } from './badge';
import { CheckButton } from './check_button';
import { CheckOutcome } from './check_result';
import { Notices } from './notices';
import { Saved } from './saved';
import { Silence } from './silence';

/** Above the conversation, while the open notebook is a module: where the student is in it. */
export function ModuleBar(): React.JSX.Element | null {
  const { desk } = useServices();
  const work = useStore(desk.work);
  return work && <Bar key={work.id} work={work} />;
}

function Bar({ work }: { work: ModuleWork }): React.JSX.Element {
  const { tutor, trans } = useServices();
  const { value } = useStore(work.module.load);
  const excerpt = useStore(tutor.excerpt);
  const exercise = value?.exercises.find(each => each.id === excerpt?.exerciseId);
  return (
    <section className="tutor-module-bar" aria-label={trans.__('Module')}>
      <div className="tutor-module-line">
        <button
          type="button"
          className="tutor-module-name"
          title={trans.__('Show the exercises of this module')}
          onClick={() => tutor.view.set('modules')}
        >
          <span dir="auto">{value?.title ?? work.notebook.tag.title}</span>
        </button>
        {value && <Badge module={value} />}
      </div>
      <div className="tutor-module-line">
        <Saved work={work} />
        {exercise && <CheckButton work={work} exercise={exercise} named />}
      </div>
      <Silence work={work} />
      <Notices work={work} />
      {exercise && <CheckOutcome work={work} exercise={exercise.id} />}
    </section>
  );
}
