import * as React from 'react';
import { Announcer } from './announcer';
import { BudgetMeter } from './budget_meter';
import { Composer } from './composer';
import { ContextChips } from './context_chips';
import { FirstRun } from './first_run';
import { Standing } from './ladder';
import { MessageLog } from './message_log';
import { Provider } from './provider';
import { QuickReplies } from './quick_replies';
import { useServices, useStore } from './services';

/** The conversation beside the open notebook. */
export function Chat(): React.JSX.Element {
  const { tutor } = useServices();
  const thread = useStore(tutor.thread);
  const { entries } = useStore(thread.conversation);
  const loading = useStore(thread.loading);
  const health = useStore(tutor.health);
  const isEmpty = entries.length === 0;
  if (health === 'missing') {
    return <NoServer />;
  }
  return (
    <>
      <Standing />
      {isEmpty && loading === 'loading' && <Loading />}
      {isEmpty && loading === 'failed' && <NotLoaded />}
      {isEmpty && (loading === 'loaded' || loading === 'no') && <FirstRun />}
      {!isEmpty && <MessageLog key={thread.notebook} />}
      <Announcer />
      <div className="tutor-foot">
        <ContextChips />
        <Composer />
        <QuickReplies />
        <BudgetMeter />
      </div>
    </>
  );
}

function Loading(): React.JSX.Element {
  const { trans } = useServices();
  return (
    <div className="tutor-first-run tutor-late" aria-busy="true">
      <p className="tutor-empty">{trans.__('Fetching your last conversation…')}</p>
    </div>
  );
}

function NotLoaded(): React.JSX.Element {
  const { tutor, trans } = useServices();
  return (
    <div className="tutor-first-run">
      <p className="tutor-empty">
        {trans.__('Your last conversation could not be fetched. It is kept on the server.')}{' '}
        <button type="button" className="tutor-link" onClick={() => void tutor.thread.value.load()}>
          {trans.__('Try again')}
        </button>
      </p>
    </div>
  );
}

const ENABLE = 'jupyter server extension enable jupyter_tutor';

/** The panel alone can do nothing: what to do about it, and nothing to click in vain. */
function NoServer(): React.JSX.Element {
  const { tutor, trans } = useServices();
  return (
    <div className="tutor-first-run">
      <p className="tutor-lead">
        <Provider />
      </p>
      <p>{trans.__('Run this where Jupyter runs, and start Jupyter again:')}</p>
      <pre className="tutor-command" tabIndex={0}>
        {ENABLE}
      </pre>
      <p>
        <button type="button" className="tutor-button" onClick={() => void tutor.refreshHealth()}>
          {trans.__('Look again')}
        </button>
      </p>
    </div>
  );
}
