import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import type { Author } from '../../models/authoring/author';
import type { INotebookView } from '../../notebook/author_notebook';

/** What the author's page needs from the application around it. */
export interface IAuthorServices {
  readonly author: Author;
  readonly trans: TranslationBundle;
  /** The reader's language, for dates. */
  readonly locale: string;
  readonly confirm: (title: string, body: string, accept: string) => Promise<boolean>;
}

export const AuthorContext = React.createContext<IAuthorServices | null>(null);

export function useAuthor(): IAuthorServices {
  const services = React.useContext(AuthorContext);
  if (!services) {
    throw new Error("The author's page was drawn without its services.");
  }
  return services;
}

/** A part of the page that shows a notebook. */
export interface INotebookProps {
  readonly view: INotebookView;
}
