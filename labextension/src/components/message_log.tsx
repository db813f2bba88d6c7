import * as React from 'react';
import { type Entry, entryKey } from '../models/entries';
import { Answer } from './answer';
import { Note } from './note';
import { Question } from './question';
import { useServices, useStore } from './services';

/** Pixels from the end within which the reader counts as being at the end. */
const NEAR_END = 32;

/** The messages. The view follows the end only while the reader is there. */
export function MessageLog(): React.JSX.Element {
  const { tutor, trans } = useServices();
  const { entries } = useStore(useStore(tutor.thread).conversation);
  const { box, atEnd, toEnd } = useFollowing(entries);
  const seen = React.useRef(entries);
  if (atEnd) {
    seen.current = entries;
  }
  const hasNew = seen.current !== entries;
  const cured = new Set(entries.filter(offersCure).map(e => e.requestId));
  return (
    <div className="tutor-log-frame">
      <div
        ref={box}
        className="tutor-log"
        role="log"
        aria-live="off"
        aria-label={trans.__('Conversation')}
        tabIndex={0}
      >
        <div className="tutor-log-content">
          {entries.map(entry => (
            <LogEntry key={entryKey(entry)} entry={entry} hasCure={cured.has(entry.requestId)} />
          ))}
        </div>
      </div>
      {!atEnd && (
        <button
          type="button"
          className="tutor-new"
          aria-label={
            hasNew ? trans.__('New text below: go to the end') : trans.__('Go to the end')
          }
          onClick={toEnd}
        >
          {hasNew ? trans.__('new ↓') : '↓'}
        </button>
      )}
    </div>
  );
}

interface ILogEntryProps {
  readonly entry: Entry;
  /** Whether a note says what to do about the request of this entry. */
  readonly hasCure: boolean;
}

/** A note that counts down, or has buttons of its own. */
function offersCure(entry: Entry): boolean {
  return entry.kind === 'note' && (entry.until !== null || entry.code === 'LLM_UNAVAILABLE');
}

function LogEntry({ entry, hasCure }: ILogEntryProps): React.JSX.Element {
  switch (entry.kind) {
    case 'question':
      return <Question question={entry} canAct={!hasCure} />;
    case 'answer':
      return <Answer answer={entry} />;
    case 'note':
      return <Note note={entry} />;
  }
}

interface IFollowing {
  readonly box: React.RefObject<HTMLDivElement>;
  readonly atEnd: boolean;
  readonly toEnd: () => void;
}

/** Keeps a scrolling box at its end while the reader is there, and notices when they leave. */
function useFollowing(entries: readonly Entry[]): IFollowing {
  const box = React.useRef<HTMLDivElement>(null);
  const following = React.useRef(true);
  const [atEnd, setAtEnd] = React.useState(true);
  const toEnd = React.useCallback(() => {
    following.current = true;
    setAtEnd(true);
    box.current?.scrollTo({ top: box.current.scrollHeight });
  }, []);

  React.useEffect(() => {
    const node = box.current;
    const content = node?.firstElementChild;
    if (!node || !content) {
      return;
    }
    let lastTop = node.scrollTop;
    const onScroll = (): void => {
      const end = node.scrollHeight - node.clientHeight - node.scrollTop < NEAR_END;
      // Growing content moves the end away; only the reader moves up.
      if (end || node.scrollTop < lastTop) {
        following.current = end;
        setAtEnd(end);
      }
      lastTop = node.scrollTop;
    };
    const observer = new ResizeObserver(() => {
      if (following.current) {
        node.scrollTop = node.scrollHeight;
      } else if (node.scrollHeight <= node.clientHeight) {
        setAtEnd(true);
      }
    });
    node.addEventListener('scroll', onScroll, { passive: true });
    observer.observe(content);
    observer.observe(node);
    return () => {
      node.removeEventListener('scroll', onScroll);
      observer.disconnect();
    };
  }, []);

  // The student's own message is always shown.
  const asked = entries.filter(e => e.kind === 'question').length;
  React.useEffect(toEnd, [asked, toEnd]);

  return { box, atEnd, toEnd };
}
