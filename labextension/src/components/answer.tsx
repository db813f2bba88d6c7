import { checkIcon, copyIcon } from '@jupyterlab/ui-components';
import * as React from 'react';
import type { Rating } from '../client/rest';
import { splitTail, textOf } from '../models/blocks';
import { type IAnswer, isRunning } from '../models/entries';
import { IconButton } from './icon_button';
import { thumbDownIcon, thumbUpIcon } from './icons';
import { InlineText } from './inline_text';
import { MarkdownBlock } from './markdown_block';
import { useServices } from './services';

/** One message of the tutor. */
export const Answer = React.memo(function Answer({
  answer
}: {
  answer: IAnswer;
}): React.JSX.Element {
  const { trans } = useServices();
  const { finished, tail } = answer.blocks;
  const { text, codeIsComing } = splitTail(tail);
  return (
    <article className="tutor-answer" aria-label={trans.__('Tutor')} aria-busy={isRunning(answer)}>
      <div className="tutor-markdown jp-RenderedHTMLCommon" dir="auto">
        {finished.map((source, i) => (
          <MarkdownBlock key={i} source={source} />
        ))}
        {text.trim() && (
          <div className="tutor-tail">
            <InlineText text={text.trim()} />
          </div>
        )}
      </div>
      {codeIsComing && <p className="tutor-pending">{trans.__('Writing code…')}</p>}
      {answer.state === 'thinking' && <Thinking />}
      {!isRunning(answer) && <Ending answer={answer} />}
    </article>
  );
});

function Thinking(): React.JSX.Element {
  const { trans } = useServices();
  return (
    <p className="tutor-pending tutor-thinking">
      {trans.__('Thinking')}
      <span aria-hidden="true">
        <i>.</i>
        <i>.</i>
        <i>.</i>
      </span>
    </p>
  );
}

/** How the answer ended, when it is not whole, and what can be done with it. */
function Ending({ answer }: { answer: IAnswer }): React.JSX.Element {
  const { tutor, trans } = useServices();
  const endings: Partial<Record<IAnswer['state'], string>> = {
    stopped: trans.__('Stopped by you.'),
    interrupted: trans.__('Interrupted. This is as far as the answer came.'),
    refused: trans.__('This question was not answered.')
  };
  const ending = endings[answer.state];
  const canRetry = answer.state === 'interrupted' || answer.state === 'refused';
  return (
    <>
      {ending && (
        <p className="tutor-ending">
          {ending}{' '}
          {canRetry && (
            <button
              type="button"
              className="tutor-link"
              onClick={() => {
                tutor.thread.value.retry(answer.requestId);
                tutor.focusBox();
              }}
            >
              {trans.__('Ask again')}
            </button>
          )}
        </p>
      )}
      {textOf(answer.blocks) !== '' && <Footer answer={answer} />}
    </>
  );
}

function Footer({ answer }: { answer: IAnswer }): React.JSX.Element {
  const { trans } = useServices();
  const cost = Number(answer.costUsd ?? 0);
  return (
    <footer className="tutor-footer">
      {answer.hintLevel !== null && <span>{trans.__('hint %1', answer.hintLevel)}</span>}
      {answer.provider && <span title={answer.model}>{answer.provider}</span>}
      {cost > 0 && <span>{trans.__('$%1', cost.toPrecision(2))}</span>}
      <span className="tutor-footer-buttons">
        <CopyButton text={textOf(answer.blocks)} />
        <Thumbs answer={answer} />
      </span>
    </footer>
  );
}

/** Milliseconds for which the button says that it has copied. */
const COPIED_MS = 2000;

function CopyButton({ text }: { text: string }): React.JSX.Element {
  const { trans, copy } = useServices();
  const [copied, setCopied] = React.useState(false);
  React.useEffect(() => {
    const timer = copied ? window.setTimeout(() => setCopied(false), COPIED_MS) : 0;
    return () => window.clearTimeout(timer);
  }, [copied]);
  return (
    <IconButton
      icon={copied ? checkIcon : copyIcon}
      label={copied ? trans.__('Copied') : trans.__('Copy the answer')}
      onClick={() => {
        copy(text);
        setCopied(true);
      }}
    />
  );
}

function Thumbs({ answer }: { answer: IAnswer }): React.JSX.Element | null {
  const { tutor, trans } = useServices();
  const { messageId, rating } = answer;
  if (messageId === null) {
    return null;
  }
  const rate = (wanted: Rating): void => {
    void tutor.thread.value.rate(messageId, rating === wanted ? 0 : wanted, rating);
  };
  return (
    <>
      <IconButton
        icon={thumbUpIcon}
        label={trans.__('This helped')}
        pressed={rating === 1}
        onClick={() => rate(1)}
      />
      <IconButton
        icon={thumbDownIcon}
        label={trans.__('This did not help')}
        pressed={rating === -1}
        onClick={() => rate(-1)}
      />
    </>
  );
}
