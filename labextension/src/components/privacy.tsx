import * as React from 'react';
import { CHIP_KINDS, type ChipKind } from '../models/context';
import { Page } from './page';
import { Provider } from './provider';
import { useServices, useStore } from './services';

interface IPrivacyProps {
  readonly onChange: (send: Record<ChipKind, boolean>) => void;
}

/** Who reads what is sent, and what is sent unless it is taken off. */
export function Privacy({ onChange }: IPrivacyProps): React.JSX.Element {
  const { tutor, trans } = useServices();
  const { send } = useStore(tutor.preferences);
  const labels: Record<ChipKind, string> = {
    exercise: trans.__('The exercise: its name and words'),
    cell: trans.__('The cell you work in'),
    error: trans.__('The error of that cell'),
    nearby: trans.__('Up to two cells before and after it')
  };
  return (
    <Page title={trans.__('What is sent')}>
      <div className="tutor-scroll tutor-prose">
        <p>
          <Provider />
        </p>
        <p>
          {trans.__(
            'Nothing is sent until you ask. Your words and the path of the notebook always go along; of the notebook, this does:'
          )}
        </p>
        <ul className="tutor-options">
          {CHIP_KINDS.map(kind => (
            <li key={kind}>
              <label>
                <input
                  type="checkbox"
                  checked={send[kind]}
                  onChange={event => onChange({ ...send, [kind]: event.target.checked })}
                />
                {labels[kind]}
              </label>
            </li>
          ))}
        </ul>
        <p>
          {trans.__(
            'Above the box you can see the exact text, and take parts off for one message. Keys and passwords that are recognised are removed on this server before anything leaves it.'
          )}
        </p>
        <p>
          {trans.__('Conversations are kept on this server until you delete them in the history.')}
        </p>
      </div>
    </Page>
  );
}
