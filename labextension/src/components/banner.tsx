import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import type { ILink } from '../client/socket';
import { Countdown, useSecondsLeft } from './countdown';
import { useServices, useStore } from './services';
import { linkText } from './words';

/** A thin line while there is no connection; nothing otherwise. */
export function Banner(): React.JSX.Element | null {
  const { tutor, trans } = useServices();
  const link = useLink();
  const health = useStore(tutor.health);
  const secondsLeft = useSecondsLeft(link.until);
  const isQuiet = ['idle', 'connecting', 'open'].includes(link.state);
  if (isQuiet || health === 'missing') {
    return null;
  }
  return (
    <div className={`tutor-banner tutor-banner-${link.state}`} role="status">
      <span>
        {linkText(trans, link)}{' '}
        {link.until !== null && secondsLeft !== null && (
          <Countdown until={link.until} seconds={secondsLeft} />
        )}
      </span>
      <BannerButton link={link} />
    </div>
  );
}

function BannerButton({ link }: { link: ILink }): React.JSX.Element | null {
  const { tutor, trans } = useServices();
  if (link.state === 'lost') {
    return null;
  }
  return link.code === 4001 ? (
    <button type="button" className="tutor-button" onClick={() => window.location.reload()}>
      {trans.__('Reload')}
    </button>
  ) : (
    <button
      type="button"
      className="tutor-button"
      onClick={() => tutor.line.value.socket.connect()}
    >
      {buttonText(trans, link)}
    </button>
  );
}

function buttonText(trans: TranslationBundle, { state, code }: ILink): string {
  if (state === 'waiting') {
    return trans.__('Reconnect now');
  }
  return code === 4002 ? trans.__('Try again') : trans.__('Connect again');
}

function useLink(): ILink {
  const { tutor } = useServices();
  const { socket } = useStore(tutor.line);
  const subscribe = React.useCallback(
    (notify: () => void) => {
      socket.linkChanged.connect(notify);
      return () => {
        socket.linkChanged.disconnect(notify);
      };
    },
    [socket]
  );
  return React.useSyncExternalStore(subscribe, () => socket.link);
}
