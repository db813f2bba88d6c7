import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import type { ChartSpec, IPalette } from '../../models/usage/charts';
import type { IReadable } from '../../models/store';
import type { UsagePage } from '../../models/usage/usage_page';

/** What a page of the main area needs from the application around it. */
export interface IPageServices {
  readonly trans: TranslationBundle;
  /** The reader's language, for numbers, dates and amounts. */
  readonly locale: string;
  /** The name of the theme; colours are read anew when it changes. */
  readonly theme: IReadable<string>;
  readonly palette: () => IPalette;
  /** Draw a chart into `host`; the promise is for what removes it. Null where there is no renderer. */
  readonly drawChart: ((spec: ChartSpec, host: HTMLElement) => Promise<() => void>) | null;
  readonly confirm: (title: string, body: string, accept: string) => Promise<boolean>;
  readonly save: (file: Blob, name: string) => void;
}

export const PageContext = React.createContext<IPageServices | null>(null);

export function usePage(): IPageServices {
  const services = React.useContext(PageContext);
  if (!services) {
    throw new Error('A page was drawn without its services.');
  }
  return services;
}

/** What the page about usage needs besides. */
export interface IUsageServices extends IPageServices {
  readonly page: UsagePage;
}

export const UsageContext = React.createContext<IUsageServices | null>(null);

export function useUsage(): IUsageServices {
  const services = React.useContext(UsageContext);
  if (!services) {
    throw new Error('The page about usage was drawn without its services.');
  }
  return services;
}
