import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import type { ModuleDesk } from '../models/modules/desk';
import type { ModuleWork } from '../models/modules/work';
import type { IReadable } from '../models/store';
import type { Tutor } from '../models/tutor';

/** What the components need from the application around them. */
export interface IPanelServices {
  readonly tutor: Tutor;
  readonly desk: ModuleDesk;
  /** Show two states of a module's notebook beside each other, to choose between them. */
  readonly compare: (work: ModuleWork) => void;
  /** Show how far the student is, in pictures. */
  readonly openProgress: () => void;
  readonly trans: TranslationBundle;
  /** Draw model output into `host`: sanitised Markdown, formulas and highlighted code. */
  readonly renderMarkdown: (source: string, host: HTMLElement) => Promise<void>;
  readonly openHeaderMenu: (below: HTMLElement) => void;
  readonly openProblemMenu: (below: HTMLElement) => void;
  readonly focusNotebook: () => void;
  readonly confirm: (title: string, body: string, accept: string) => Promise<boolean>;
  readonly copy: (text: string) => void;
  readonly exportSession: (sessionId: string, below: HTMLElement) => void;
  /** A number of seconds, date or amount in the reader's language. */
  readonly locale: string;
}

export const Services = React.createContext<IPanelServices | null>(null);

export function useServices(): IPanelServices {
  const services = React.useContext(Services);
  if (!services) {
    throw new Error('The tutor panel was drawn without its services.');
  }
  return services;
}

/** The present value of a store; the component is drawn again when it changes. */
export function useStore<T>(store: IReadable<T>): T {
  const subscribe = React.useCallback(
    (notify: () => void) => {
      store.changed.connect(notify);
      return () => {
        store.changed.disconnect(notify);
      };
    },
    [store]
  );
  return React.useSyncExternalStore(subscribe, () => store.value);
}
