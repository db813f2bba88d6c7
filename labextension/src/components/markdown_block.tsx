import * as React from 'react';
import { InlineText } from './inline_text';
import { useServices } from './services';

/** One finished block of an answer. It is drawn once; until then its text stands in for it. */
export const MarkdownBlock = React.memo(function MarkdownBlock({
  source
}: {
  source: string;
}): React.JSX.Element {
  const { renderMarkdown } = useServices();
  const host = React.useRef<HTMLDivElement>(null);
  const [drawn, setDrawn] = React.useState(false);
  React.useEffect(() => {
    if (host.current) {
      void renderMarkdown(source, host.current).then(() => setDrawn(true));
    }
  }, [source, renderMarkdown]);
  return (
    <>
      <div ref={host} className="tutor-block" hidden={!drawn} />
      {!drawn && (
        <div className="tutor-tail">
          <InlineText text={source.trim()} />
        </div>
      )}
    </>
  );
});
