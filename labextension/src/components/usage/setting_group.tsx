import * as React from 'react';
import type { ISetting } from '../../client/usage_types';
import type { ISettingGroup } from '../../models/usage/setting_groups';
import type { Drafts } from '../../models/usage/settings';
import { useUsage } from './services';
import { SettingField } from './setting_field';
import { groupName, settingText } from './setting_words';

interface ISettingGroupProps {
  readonly group: ISettingGroup;
  /** What is not saved yet; the group is drawn anew when it changes. */
  readonly drafts: Drafts;
  /** The names of the settings that cannot be saved as they are. */
  readonly faults: readonly string[];
}

/** A limit: its switch and its values. */
export function SettingGroup({ group, drafts, faults }: ISettingGroupProps): React.JSX.Element {
  const { page, trans } = useUsage();
  const { key, toggle, values } = group;
  const isOn = toggle === null || page.settings.draft(toggle) === true;
  const name = groupName(trans, key);
  return (
    <fieldset className={`tutor-usage-setting ${isOn ? '' : 'tutor-usage-setting-off'}`}>
      <legend>{name}</legend>
      {toggle && (
        <div className="tutor-usage-row">
          <label className="tutor-usage-switch">
            <input
              type="checkbox"
              role="switch"
              aria-label={name}
              checked={isOn}
              onChange={event => page.settings.edit(toggle, event.target.checked)}
            />
            {isOn ? trans.__('on') : trans.__('off')}
          </label>
          <Origin setting={toggle} drafts={drafts} />
        </div>
      )}
      {values.map(setting => (
        <div key={setting.name} className="tutor-usage-row">
          <SettingField
            setting={setting}
            draft={page.settings.draft(setting)}
            isFaulty={faults.includes(setting.name)}
            onChange={draft => page.settings.edit(setting, draft)}
          />
          <Origin setting={setting} drafts={drafts} />
        </div>
      ))}
    </fieldset>
  );
}

/** What is configured, where that is not in force, and the way back to it. */
function Origin({ setting, drafts }: { setting: ISetting; drafts: Drafts }): React.JSX.Element {
  const { page, trans, locale } = useUsage();
  const { name, kind, configured, changed } = setting;
  const isDrafted = drafts.has(name);
  const willBeConfigured = drafts.get(name) === null || (!changed && !isDrafted);
  return (
    <span className="tutor-usage-origin">
      {isDrafted && <span className="tutor-usage-tag">{trans.__('not saved')}</span>}
      {!willBeConfigured && (
        <>
          <span className="tutor-usage-quiet">
            {trans.__('configured: %1', settingText(trans, locale, kind, configured))}
          </span>
          <button
            type="button"
            className="tutor-link"
            onClick={() => page.settings.restore(setting)}
          >
            {trans.__('Restore')}
            <span className="tutor-hidden">{name}</span>
          </button>
        </>
      )}
    </span>
  );
}
