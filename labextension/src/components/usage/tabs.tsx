import * as React from 'react';
import type { Section } from '../../models/usage/usage_page';
import { useStore } from '../services';
import { useUsage } from './services';
import { sectionName } from './words';

/** The ids that tie a tab to its panel; there is one such page at a time. */
export const tabId = (section: Section): string => `tutor-usage-tab-${section}`;
export const PANEL_ID = 'tutor-usage-section';

/** The sections, one of them chosen: by mouse, or by the arrow keys. */
export function Tabs({ sections }: { sections: readonly Section[] }): React.JSX.Element {
  const { page, trans } = useUsage();
  const chosen = useStore(page.section);
  const list = React.useRef<HTMLDivElement>(null);
  const onKeyDown = (event: React.KeyboardEvent): void => {
    const target = targetOf(event, sections.indexOf(chosen), sections.length);
    if (target >= 0) {
      const next = sections[target];
      event.preventDefault();
      page.show(next);
      list.current?.querySelector<HTMLElement>(`#${tabId(next)}`)?.focus();
    }
  };
  return (
    <div
      ref={list}
      className="tutor-usage-tabs"
      role="tablist"
      aria-label={trans.__('Usage')}
      onKeyDown={onKeyDown}
    >
      {sections.map(section => (
        <button
          key={section}
          id={tabId(section)}
          type="button"
          role="tab"
          aria-selected={section === chosen}
          aria-controls={PANEL_ID}
          tabIndex={section === chosen ? 0 : -1}
          onClick={() => page.show(section)}
        >
          {sectionName(trans, section)}
        </button>
      ))}
    </div>
  );
}

/** Where a key leads in a row of tabs; -1 for a key that leads nowhere. */
function targetOf(event: React.KeyboardEvent, at: number, length: number): number {
  const isRightToLeft = getComputedStyle(event.currentTarget).direction === 'rtl';
  const forward = isRightToLeft ? 'ArrowLeft' : 'ArrowRight';
  const back = isRightToLeft ? 'ArrowRight' : 'ArrowLeft';
  switch (event.key) {
    case forward:
      return (at + 1) % length;
    case back:
      return (at + length - 1) % length;
    case 'Home':
      return 0;
    case 'End':
      return length - 1;
    default:
      return -1;
  }
}
