import { addIcon, closeIcon } from '@jupyterlab/ui-components';
import * as React from 'react';
import { allFields, chipsOf, type IChip, keptFields } from '../models/context';
import { ContextText } from './question';
import { useServices, useStore } from './services';
import { chipLabel } from './words';

/** What goes along with the next message; each part can be taken off, and all of it looked at. */
export function ContextChips(): React.JSX.Element | null {
  const { tutor, trans } = useServices();
  const excerpt = useStore(tutor.excerpt);
  const off = useStore(tutor.off);
  const [shown, setShown] = React.useState(false);
  const region = React.useId();
  if (!excerpt) {
    return (
      <p className="tutor-no-context">
        {trans.__('No notebook is open: only your words are sent.')}
      </p>
    );
  }
  const fields = allFields(excerpt);
  return (
    <div className="tutor-context" role="group" aria-label={trans.__('Sent with your message')}>
      <div className="tutor-chips">
        {chipsOf(fields).map(chip => (
          <Chip key={chip.kind} chip={chip} isOff={off.has(chip.kind)} />
        ))}
        <button
          type="button"
          className="tutor-link tutor-shown"
          aria-expanded={shown}
          aria-controls={region}
          onClick={() => setShown(!shown)}
        >
          {shown ? trans.__('hide ▾') : trans.__('what is sent ▸')}
        </button>
      </div>
      <div id={region} hidden={!shown} className="tutor-shown-text">
        {shown && <ContextText context={keptFields(fields, off)} />}
      </div>
    </div>
  );
}

function Chip({ chip, isOff }: { chip: IChip; isOff: boolean }): React.JSX.Element {
  const { tutor, trans } = useServices();
  const label = chipLabel(trans, chip);
  const Icon = isOff ? addIcon : closeIcon;
  return (
    <button
      type="button"
      className={`tutor-chip tutor-chip-${chip.kind}${isOff ? ' tutor-chip-off' : ''}`}
      aria-pressed={!isOff}
      title={
        isOff ? trans.__('Not sent. Click to send it.') : trans.__('Sent. Click to leave it out.')
      }
      onClick={() => tutor.toggleChip(chip.kind)}
    >
      <span className="tutor-chip-label">{label}</span>
      <Icon.react tag="span" className="tutor-icon" />
    </button>
  );
}
