import * as React from 'react';
import type { Health } from '../models/tutor';
import { useServices, useStore } from './services';

/** Who reads what is sent, in one sentence. */
export function Provider(): React.JSX.Element {
  const { tutor } = useServices();
  const health = useStore(tutor.health);
  return <>{useSentence(health)}</>;
}

function useSentence(health: Health): string {
  const { trans } = useServices();
  if (health === 'unknown') {
    return trans.__('It is not known yet who will answer.');
  }
  if (health === 'missing') {
    return trans.__('This Jupyter server has no tutor yet: its server part is not enabled.');
  }
  if (health.offline) {
    return trans.__('The built-in coach answers: nothing leaves this machine.');
  }
  const others = health.fallbacks.filter(f => f.provider !== 'coach').map(f => f.provider);
  const sentence = trans.__(
    'Your message and what goes along are sent to %1 (%2).',
    health.provider,
    health.model
  );
  return others.length === 0
    ? sentence
    : `${sentence} ${trans.__('If it does not answer: %1.', others.join(', '))}`;
}
