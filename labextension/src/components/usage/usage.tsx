import { refreshIcon } from '@jupyterlab/ui-components';
import * as React from 'react';
import { type Section, sectionsFor } from '../../models/usage/usage_page';
import { IconButton } from '../icon_button';
import { useStore } from '../services';
import { BreakerSection } from './breaker';
import { Breakdown } from './breakdown';
import { Caps } from './caps';
import { Decisions } from './decisions';
import { Overview } from './overview';
import { Prices } from './prices';
import { type IUsageServices, PageContext, UsageContext, useUsage } from './services';
import { Settings } from './settings';
import { Loaded } from './status';
import { PANEL_ID, tabId, Tabs } from './tabs';

const SECTIONS: Record<Section, () => React.JSX.Element> = {
  overview: Overview,
  breakdown: Breakdown,
  decisions: Decisions,
  caps: Caps,
  prices: Prices,
  settings: Settings,
  breaker: BreakerSection
};

/** The whole page about usage. */
export function Usage({ services }: { services: IUsageServices }): React.JSX.Element {
  return (
    <PageContext.Provider value={services}>
      <UsageContext.Provider value={services}>
        <div className="tutor-usage-page">
          <Loaded loader={services.page.profile}>
            {profile => {
              const sections = sectionsFor(profile);
              return sections.length === 0 ? <NotForYou /> : <Sections sections={sections} />;
            }}
          </Loaded>
        </div>
      </UsageContext.Provider>
    </PageContext.Provider>
  );
}

function NotForYou(): React.JSX.Element {
  const { trans } = useUsage();
  return (
    <div className="tutor-usage-closed">
      <h2>{trans.__('This page is only for administrators')}</h2>
      <p>
        {trans.__(
          'It shows what everyone has used and sets the limits. What you have used yourself stands at the foot of the tutor.'
        )}
      </p>
    </div>
  );
}

function Sections({ sections }: { sections: readonly Section[] }): React.JSX.Element {
  const { page, trans } = useUsage();
  const section = useStore(page.section);
  const Shown = SECTIONS[section];
  return (
    <>
      <div className="tutor-usage-head">
        <h2>{trans.__('Usage of the tutor')}</h2>
        <IconButton icon={refreshIcon} label={trans.__('Refresh')} onClick={() => page.refresh()} />
      </div>
      <Tabs sections={sections} />
      <div
        key={section}
        id={PANEL_ID}
        className="tutor-usage-section"
        role="tabpanel"
        aria-labelledby={tabId(section)}
      >
        <Shown />
      </div>
    </>
  );
}
