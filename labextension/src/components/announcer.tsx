import * as React from 'react';
import { textOf } from '../models/blocks';
import { isRunning } from '../models/entries';
import { nextSentences } from '../models/sentences';
import { useServices, useStore } from './services';

/** Sentences are told together, not one interrupting the other. */
const EVERY_MS = 1500;

/** Tells a screen reader the running answer, by finished sentences; it is never seen. */
export function Announcer(): React.JSX.Element {
  const { tutor } = useServices();
  const thread = useStore(tutor.thread);
  const [spoken, setSpoken] = React.useState('');
  React.useEffect(() => {
    const progress = { requestId: '', upTo: 0 };
    const tell = (): void => {
      const { entries, running } = thread.conversation.value;
      if (running && running !== progress.requestId) {
        progress.requestId = running;
        progress.upTo = 0;
      }
      const answer = [...entries]
        .reverse()
        .find(e => e.requestId === progress.requestId && e.kind === 'answer');
      if (answer?.kind === 'answer') {
        const next = nextSentences(textOf(answer.blocks), progress.upTo, !isRunning(answer));
        progress.upTo = next.upTo;
        if (next.spoken) {
          setSpoken(next.spoken);
        }
      }
    };
    tell();
    const timer = window.setInterval(tell, EVERY_MS);
    return () => window.clearInterval(timer);
  }, [thread]);
  return (
    <div className="tutor-hidden" aria-live="polite" aria-atomic="true">
      {spoken}
    </div>
  );
}
