import { addIcon, ellipsesIcon } from '@jupyterlab/ui-components';
import * as React from 'react';
import type { View } from '../models/tutor';
import { IconButton } from './icon_button';
import { useServices, useStore } from './services';

/** The panel's name, the way to older conversations, a new one, and everything else. */
export function Header(): React.JSX.Element {
  const { tutor, trans, openHeaderMenu } = useServices();
  const view = useStore(tutor.view);
  const toggle = (page: View): void => tutor.view.set(view === page ? 'chat' : page);
  return (
    <div className="tutor-header">
      <h2 className="tutor-title">{trans.__('Tutor')}</h2>
      <button
        type="button"
        className="tutor-text-button"
        aria-expanded={view === 'modules'}
        onClick={() => toggle('modules')}
      >
        {trans.__('Modules')}
      </button>
      <button
        type="button"
        className="tutor-text-button"
        aria-expanded={view === 'history'}
        onClick={() => toggle('history')}
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
