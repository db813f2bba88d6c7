import * as React from 'react';
import type { ISettingsView } from '../../client/usage_types';
import { grouped } from '../../models/usage/setting_groups';
import { nameIn } from '../../models/usage/settings';
import { useStore } from '../services';
import { type IAction, useAction } from './action';
import { useUsage } from './services';
import { SettingGroup } from './setting_group';
import { SettingHistory } from './setting_history';
import { settingLabel } from './setting_words';
import { Failure, Loaded, Notice } from './status';

/** Every limit with its switch, to be changed while the server runs, and who changed what. */
export function Settings(): React.JSX.Element {
  const { page } = useUsage();
  return <Loaded loader={page.settings.view}>{view => <Form view={view} />}</Loaded>;
}

function Form({ view }: { view: ISettingsView }): React.JSX.Element {
  const { page, trans } = useUsage();
  const drafts = useStore(page.settings.drafts);
  const saving = useAction();
  const [showsFaults, setShowsFaults] = React.useState(false);
  const faults = page.settings.faults();
  const refused = saving.failure ? nameIn(saving.failure.message, view.settings) : null;
  const submit = (event: React.FormEvent): void => {
    event.preventDefault();
    setShowsFaults(faults.length > 0);
    if (faults.length === 0) {
      void saving.run(() => page.settings.save());
    }
  };
  return (
    <form aria-label={trans.__('Settings')} noValidate onSubmit={submit}>
      <p className="tutor-usage-quiet">
        {trans.__('Changes are in force within seconds, for the next message of everyone.')}
      </p>
      <div className="tutor-usage-settings">
        {grouped(view.settings).map(group => (
          <SettingGroup
            key={group.key}
            group={group}
            drafts={drafts}
            faults={[...(showsFaults ? faults : []), ...(refused ? [refused] : [])]}
          />
        ))}
      </div>
      <Foot saving={saving} faults={showsFaults ? faults : []} />
      <SettingHistory view={view} />
    </form>
  );
}

interface IFootProps {
  readonly saving: IAction;
  readonly faults: readonly string[];
}

/** What became of the changes, and the buttons; it stays in view while the settings scroll. */
function Foot({ saving, faults }: IFootProps): React.JSX.Element {
  const { page, trans } = useUsage();
  const outcome = useStore(page.settings.outcome);
  const changes = useStore(page.settings.drafts).size;
  return (
    <div className="tutor-usage-foot">
      {outcome === 'saved' && (
        <Notice>
          <p>{trans.__('Saved.')}</p>
        </Notice>
      )}
      {outcome === 'conflict' && (
        <div className="tutor-usage-note tutor-usage-note-problem" role="alert">
          <p>
            {trans.__(
              'Somebody else has changed the settings meanwhile, so nothing was saved. They were loaded again and your changes are kept: look at them and save once more.'
            )}
          </p>
        </div>
      )}
      {faults.length > 0 && (
        <div className="tutor-usage-note tutor-usage-note-problem" role="alert">
          <p>
            {trans.__(
              'A number is needed: %1',
              faults.map(name => settingLabel(trans, name)).join(' · ')
            )}
          </p>
        </div>
      )}
      {saving.failure && <Failure error={saving.failure} />}
      <div className="tutor-usage-buttons">
        <button
          type="submit"
          className="tutor-button tutor-usage-main"
          disabled={saving.busy || changes === 0}
        >
          {changes === 0
            ? trans.__('Save')
            : trans._n('Save %1 change', 'Save %1 changes', changes)}
        </button>
        <button
          type="button"
          className="tutor-button"
          disabled={saving.busy || changes === 0}
          onClick={() => {
            page.settings.discard();
            saving.clear();
          }}
        >
          {trans.__('Discard')}
        </button>
      </div>
    </div>
  );
}
