import { stopIcon } from '@jupyterlab/ui-components';
import * as React from 'react';
import { IconButton } from './icon_button';
import { sendIcon } from './icons';
import { useServices, useStore } from './services';

/** The box to write in, and the button that sends or stops. */
export function Composer(): React.JSX.Element {
  const { tutor, trans, focusNotebook } = useServices();
  const thread = useStore(tutor.thread);
  const draft = useStore(thread.draft);
  const { running } = useStore(thread.conversation);
  const { enterSends } = useStore(tutor.preferences);
  const box = useBox(draft);
  const onKeyDown = (event: React.KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) {
      return;
    }
    if (event.key === 'Escape') {
      focusNotebook();
    } else if (event.key === 'Enter' && sends(event, enterSends)) {
      event.preventDefault();
      tutor.send();
    }
  };
  return (
    <div className="tutor-composer">
      <textarea
        ref={box}
        className="tutor-box"
        dir="auto"
        rows={1}
        value={draft}
        placeholder={trans.__('Ask about your code…')}
        aria-label={trans.__('Message to the tutor')}
        title={
          enterSends
            ? trans.__('Enter sends, Shift+Enter breaks the line, Escape goes back to the notebook')
            : trans.__('Ctrl+Enter sends, Escape goes back to the notebook')
        }
        onChange={event => thread.write(event.target.value)}
        onKeyDown={onKeyDown}
      />
      {running ? (
        <IconButton
          icon={stopIcon}
          className="tutor-stop"
          label={trans.__('Stop the answer')}
          onClick={() => {
            thread.stop();
            box.current?.focus();
          }}
        />
      ) : (
        <IconButton
          icon={sendIcon}
          className="tutor-send"
          label={trans.__('Send')}
          disabled={!draft.trim()}
          onClick={() => {
            tutor.send();
            box.current?.focus();
          }}
        />
      )}
    </div>
  );
}

function sends(event: React.KeyboardEvent, enterSends: boolean): boolean {
  return enterSends ? !event.shiftKey : event.ctrlKey || event.metaKey;
}

/** A box as high as its text, which takes the cursor when the model asks for it. */
function useBox(draft: string): React.RefObject<HTMLTextAreaElement> {
  const { tutor } = useServices();
  const box = React.useRef<HTMLTextAreaElement>(null);
  React.useLayoutEffect(() => {
    if (box.current) {
      box.current.style.height = 'auto';
      box.current.style.height = `${box.current.scrollHeight}px`;
    }
  }, [draft]);
  React.useEffect(() => {
    const focus = (): void => {
      if (!tutor.takeFocusRequest()) {
        return;
      }
      // After the drawing that may have brought the box into view.
      requestAnimationFrame(() => {
        box.current?.focus();
        box.current?.setSelectionRange(box.current.value.length, box.current.value.length);
      });
    };
    // What was requested before there was a box, from the history for one.
    focus();
    tutor.focusRequested.connect(focus);
    return () => {
      tutor.focusRequested.disconnect(focus);
    };
  }, [tutor]);
  return box;
}
