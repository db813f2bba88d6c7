import * as React from 'react';
import { effortSince, quickReplies, type QuickReply } from '../models/replies';
import { useServices, useStore } from './services';
import { replyText } from './words';

/** What the student may want to say next. */
export function QuickReplies(): React.JSX.Element | null {
  const { tutor, trans } = useServices();
  const thread = useStore(tutor.thread);
  const conversation = useStore(thread.conversation);
  const excerpt = useStore(tutor.excerpt);
  const preferences = useStore(tutor.preferences);
  const replies = quickReplies(conversation, excerpt, effortSince(conversation, excerpt));
  if (!preferences.quickReplies || replies.length === 0) {
    return null;
  }
  const answer = (reply: QuickReply): void => {
    if (reply === 'tried') {
      thread.write(`${trans.__('I tried')} ${thread.draft.value}`);
    } else {
      tutor.ask(replyText(trans, reply));
    }
    // The button is gone with the moment it fitted.
    tutor.focusBox();
  };
  return (
    <div className="tutor-replies" role="group" aria-label={trans.__('Quick replies')}>
      {replies.map(reply => (
        <button key={reply} type="button" className="tutor-reply" onClick={() => answer(reply)}>
          {replyText(trans, reply)}
        </button>
      ))}
    </div>
  );
}
