import * as React from 'react';
import { byNotebook, type IGroup } from '../models/history';
import { HistoryItem } from './history_item';
import { Page } from './page';
import { useServices, useStore } from './services';

/** Waits until typing pauses. */
const SEARCH_DELAY_MS = 250;

/** Every stored conversation, by notebook, to be found, read, renamed, exported and deleted. */
export function HistoryList(): React.JSX.Element {
  const { tutor, trans } = useServices();
  const { state, sessions, query, cursor } = useStore(tutor.history.list);
  const [wanted, setWanted] = React.useState(query);
  React.useEffect(() => {
    const timer = window.setTimeout(
      () => void tutor.history.search(wanted.trim()),
      SEARCH_DELAY_MS
    );
    return () => window.clearTimeout(timer);
  }, [wanted, tutor]);
  const groups = byNotebook(sessions);
  return (
    <Page title={trans.__('History')}>
      <input
        type="search"
        className="tutor-search"
        value={wanted}
        placeholder={trans.__('Search in all conversations')}
        aria-label={trans.__('Search in all conversations')}
        onChange={event => setWanted(event.target.value)}
      />
      <div className="tutor-scroll" aria-busy={state === 'loading'}>
        {state === 'failed' && <Failed />}
        {state === 'ready' && groups.length === 0 && (
          <p className="tutor-empty">
            {query
              ? trans.__('No conversation mentions “%1”.', query)
              : trans.__('Nothing here yet. Conversations are kept as soon as you ask something.')}
          </p>
        )}
        {state === 'loading' && groups.length === 0 && (
          <p className="tutor-empty">{trans.__('Loading…')}</p>
        )}
        {groups.map(group => (
          <Group key={group.notebook ?? ''} group={group} />
        ))}
        {cursor && (
          <button
            type="button"
            className="tutor-button tutor-more"
            onClick={() => void tutor.history.more()}
          >
            {trans.__('Show older ones')}
          </button>
        )}
      </div>
    </Page>
  );
}

function Group({ group }: { group: IGroup }): React.JSX.Element {
  const { trans } = useServices();
  return (
    <section className="tutor-group">
      <h4 dir="auto">{group.notebook ?? trans.__('Without a notebook')}</h4>
      <ul>
        {group.sessions.map(session => (
          <HistoryItem key={session.id} session={session} />
        ))}
      </ul>
    </section>
  );
}

function Failed(): React.JSX.Element {
  const { tutor, trans } = useServices();
  return (
    <p className="tutor-empty">
      {trans.__('The conversations could not be fetched.')}{' '}
      <button
        type="button"
        className="tutor-link"
        onClick={() => void tutor.history.search(tutor.history.list.value.query)}
      >
        {trans.__('Try again')}
      </button>
    </p>
  );
}
