import * as React from 'react';
import { useServices } from './services';

interface IPageProps {
  readonly title: string;
  readonly children: React.ReactNode;
}

/** A part of the panel that stands in the place of the conversation, with a way back. */
export function Page({ title, children }: IPageProps): React.JSX.Element {
  const { tutor, trans } = useServices();
  const heading = React.useRef<HTMLHeadingElement>(null);
  // The button or menu that led here is gone or elsewhere: reading goes on at the top.
  React.useEffect(() => heading.current?.focus(), []);
  return (
    <section
      className="tutor-page"
      aria-label={title}
      onKeyDown={event => {
        if (event.key === 'Escape' && !event.defaultPrevented) {
          tutor.focusBox();
        }
      }}
    >
      <div className="tutor-page-head">
        <h3 ref={heading} tabIndex={-1}>
          {title}
        </h3>
        <button type="button" className="tutor-link" onClick={() => tutor.focusBox()}>
          {trans.__('Back')}
        </button>
      </div>
      {children}
    </section>
  );
}
