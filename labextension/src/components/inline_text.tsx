import * as React from 'react';

const MARKS = /(`[^`\n]+`|\*\*[^*\n]+\*\*)/;

/**
 * Text that is still being written. Finished code and bold spans look as they will when the
 * block is done, so that nothing jumps then; everything else is plain text.
 */
export function InlineText({ text }: { text: string }): React.JSX.Element {
  const parts = text.replace(/^#{1,6}\s+/gm, '').split(MARKS);
  return (
    <>
      {parts.map((part, i) => {
        if (i % 2 === 0) {
          return part;
        }
        return part.startsWith('`') ? (
          <code key={i}>{part.slice(1, -1)}</code>
        ) : (
          <strong key={i}>{part.slice(2, -2)}</strong>
        );
      })}
    </>
  );
}
