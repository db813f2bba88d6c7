import { deleteIcon, downloadIcon, editIcon } from '@jupyterlab/ui-components';
import * as React from 'react';
import type { ISession } from '../client/rest';
import { IconButton } from './icon_button';
import { useServices } from './services';

/** One stored conversation in the history. */
export function HistoryItem({ session }: { session: ISession }): React.JSX.Element {
  const { tutor, trans, confirm, exportSession, locale } = useServices();
  const [renaming, setRenaming] = React.useState(false);
  const name = session.title ?? session.preview;
  const open = async (): Promise<void> => {
    await tutor.thread.value.open(session.id);
    tutor.focusBox();
  };
  const remove = async (): Promise<void> => {
    const sure = await confirm(
      trans.__('Delete this conversation?'),
      trans.__('“%1” will be gone for good.', name),
      trans.__('Delete')
    );
    if (sure && (await tutor.history.remove(session))) {
      tutor.forget(session.id);
    }
  };
  if (renaming) {
    return (
      <li className="tutor-history-item">
        <Rename
          name={name}
          onEnd={title => {
            setRenaming(false);
            if (title && title !== name) {
              void tutor.history.rename(session, title);
            }
          }}
        />
      </li>
    );
  }
  return (
    <li className="tutor-history-item">
      <button type="button" className="tutor-history-open" onClick={() => void open()}>
        <span className="tutor-history-name" dir="auto">
          {name}
        </span>
        <span className="tutor-history-facts">
          {whenText(session.updated_at, locale)}
          {' · '}
          {trans._n('%1 message', '%1 messages', session.message_count)}
        </span>
      </button>
      <span className="tutor-history-buttons">
        <IconButton
          icon={editIcon}
          label={trans.__('Rename “%1”', name)}
          onClick={() => setRenaming(true)}
        />
        <IconButton
          icon={downloadIcon}
          label={trans.__('Export “%1”', name)}
          hasMenu
          onClick={event => exportSession(session.id, event.currentTarget)}
        />
        <IconButton
          icon={deleteIcon}
          label={trans.__('Delete “%1”', name)}
          onClick={() => void remove()}
        />
      </span>
    </li>
  );
}

interface IRenameProps {
  readonly name: string;
  /** Called with the new name, or null when it stays. */
  readonly onEnd: (title: string | null) => void;
}

function Rename({ name, onEnd }: IRenameProps): React.JSX.Element {
  const { trans } = useServices();
  const [title, setTitle] = React.useState(name);
  const box = React.useRef<HTMLInputElement>(null);
  React.useEffect(() => box.current?.select(), []);
  return (
    <input
      ref={box}
      className="tutor-search"
      value={title}
      maxLength={200}
      aria-label={trans.__('New name of the conversation')}
      onChange={event => setTitle(event.target.value)}
      onBlur={() => onEnd(title.trim())}
      onKeyDown={event => {
        if (event.key === 'Enter') {
          onEnd(title.trim());
        } else if (event.key === 'Escape') {
          event.preventDefault();
          onEnd(null);
        }
      }}
    />
  );
}

/** The time of day for today, else the date. */
function whenText(iso: string, locale: string): string {
  const date = new Date(iso);
  const isToday = date.toDateString() === new Date().toDateString();
  return isToday
    ? date.toLocaleTimeString(locale, { hour: '2-digit', minute: '2-digit' })
    : date.toLocaleDateString(locale, { dateStyle: 'medium' });
}
