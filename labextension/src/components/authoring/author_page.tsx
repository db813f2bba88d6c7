import * as React from 'react';
import { useStore } from '../services';
import { CellSection } from './cell_section';
import { FaultSection } from './fault_section';
import { ModuleSection } from './module_section';
import { OutlineSection } from './outline_section';
import { PublishSection } from './publish_section';
import { AuthorContext, type IAuthorServices, useAuthor } from './services';

/** The page on which a notebook is made a module. */
export function AuthorPage({ services }: { services: IAuthorServices }): React.JSX.Element {
  return (
    <AuthorContext.Provider value={services}>
      <OpenNotebook />
    </AuthorContext.Provider>
  );
}

function OpenNotebook(): React.JSX.Element {
  const { author, trans } = useAuthor();
  const view = useStore(author.view);
  if (view === null) {
    return (
      <Instead title={trans.__('Open a notebook')}>
        {trans.__(
          'Any notebook can be a module. Open one and say here which cells are exercises, hints, solutions and checks.'
        )}
      </Instead>
    );
  }
  if (author.isRelease) {
    return (
      <Instead title={trans.__('As students get it')}>
        {trans.__(
          'This notebook was handed out or is a preview: there is nothing to mark up in it. Go back to the notebook that it was made of.'
        )}
      </Instead>
    );
  }
  return (
    <>
      <h2 className="tutor-author-name" dir="auto">
        {view.path.replace(/^.*\//, '')}
      </h2>
      <PublishSection view={view} />
      <CellSection view={view} />
      <OutlineSection view={view} />
      <FaultSection />
      <ModuleSection view={view} />
    </>
  );
}

interface IInsteadProps {
  readonly title: string;
  readonly children: React.ReactNode;
}

/** What to do where there is nothing to mark up. */
function Instead({ title, children }: IInsteadProps): React.JSX.Element {
  return (
    <div className="tutor-author-instead">
      <h2>{title}</h2>
      <p>{children}</p>
    </div>
  );
}
