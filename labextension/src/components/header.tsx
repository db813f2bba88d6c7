import { addIcon, ellipsesIcon } from '@jupyterlab/ui-components';
import * as React from 'react';
import { IconButton } from './icon_button';
import { useServices, useStore } from './services';

/** The panel's name, the way to older conversations, a new one, and everything else. */
export function Header(): React.JSX.Element {
  const { tutor, trans, openHeaderMenu } = useServices();
  const view = useStore(tutor.view);
  const inHistory = view === 'history';
  return (
    <div className="tutor-header">
      <h2 className="tutor-title">{trans.__('Tutor')}</h2>
      <button
        type="button"
        className="tutor-text-button"
        aria-expanded={inHistory}
        onClick={() => tutor.view.set(inHistory ? 'chat' : 'history')}
      >
        {trans.__('History')}
      </button>
      <IconButton
        icon={addIcon}
        label={trans.__('New conversation')}
        onClick={() => {
          tutor.thread.value.startAnew();
          tutor.focusBox();
        }}
      />
      <IconButton
        icon={ellipsesIcon}
        label={trans.__('More: settings, what is sent, export')}
        hasMenu
        onClick={event => openHeaderMenu(event.currentTarget)}
      />
    </div>
  );
}
