import * as React from 'react';
import { examples } from '../models/examples';
import { Provider } from './provider';
import { useServices, useStore } from './services';
import { exampleText } from './words';

/** What an empty conversation shows: what this is, who reads along, and how to begin. */
export function FirstRun(): React.JSX.Element {
  const { tutor, trans } = useServices();
  const excerpt = useStore(tutor.excerpt);
  const thread = useStore(tutor.thread);
  return (
    <div className="tutor-first-run">
      <p className="tutor-lead">
        {trans.__('The tutor gives hints, one step at a time, so that the solution stays yours.')}
      </p>
      <p>
        <Provider />
      </p>
      <p>
        {trans.__('What goes along stands above the box, and can be taken off there or in')}{' '}
        <button type="button" className="tutor-link" onClick={() => tutor.view.set('privacy')}>
          {trans.__('What is sent')}
        </button>
        {'.'}
      </p>
      <ul className="tutor-examples" aria-label={trans.__('Questions you could ask')}>
        {examples(excerpt).map(example => {
          const text = exampleText(trans, example);
          return (
            <li key={text}>
              <button
                type="button"
                className="tutor-example"
                title={trans.__('Put this question into the box')}
                onClick={() => {
                  thread.write(text);
                  tutor.focusBox();
                }}
              >
                {text}
              </button>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
