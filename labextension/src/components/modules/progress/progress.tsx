import { refreshIcon } from '@jupyterlab/ui-components';
import * as React from 'react';
import {
  type ProgressPage,
  type ProgressSection,
  sectionsOf
} from '../../../models/modules/progress_page';
import { IconButton } from '../../icon_button';
import { useStore } from '../../services';
import { type IPageServices, PageContext, usePage } from '../../usage/services';
import { Loaded } from '../../usage/status';
import { ClassOverview } from './class_overview';
import { MyProgress } from './my_progress';

interface IProgressProps {
  readonly services: IPageServices;
  readonly page: ProgressPage;
}

/** The page about progress: the student's own, and for staff that of the class. */
export function Progress({ services, page }: IProgressProps): React.JSX.Element {
  const section = useStore(page.section);
  const { trans } = services;
  return (
    <PageContext.Provider value={services}>
      <div className="tutor-usage-page">
        <div className="tutor-usage-head">
          <h2>{trans.__('Progress')}</h2>
          <IconButton
            icon={refreshIcon}
            label={trans.__('Refresh')}
            onClick={() => page.refresh()}
          />
        </div>
        <Loaded loader={page.profile}>
          {profile => <Choice page={page} sections={sectionsOf(profile)} />}
        </Loaded>
        {section === 'mine' ? (
          <Loaded loader={page.mine}>{modules => <MyProgress modules={modules} />}</Loaded>
        ) : (
          <Loaded loader={page.overview}>{modules => <ClassOverview modules={modules} />}</Loaded>
        )}
      </div>
    </PageContext.Provider>
  );
}

function Choice({
  page,
  sections
}: {
  page: ProgressPage;
  sections: readonly ProgressSection[];
}): React.JSX.Element | null {
  const { trans } = usePage();
  const chosen = useStore(page.section);
  if (sections.length < 2) {
    return null;
  }
  const names = { mine: trans.__('My progress'), class: trans.__('The class') };
  return (
    <div className="tutor-usage-choice" role="group" aria-label={trans.__('Whose progress')}>
      {sections.map(section => (
        <button
          key={section}
          type="button"
          aria-pressed={section === chosen}
          onClick={() => page.show(section)}
        >
          {names[section]}
        </button>
      ))}
    </div>
  );
}
