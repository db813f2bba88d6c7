import * as React from 'react';
import { type IModuleFields, readModule } from '../../notebook/marking/module_markup';
import { headingsIn } from '../../notebook/marking/names';
import { markOf } from '../../notebook/marking/outline';
import { ListField, NumberField, TextField } from './fields';
import { PolicyFields } from './policy_fields';
import { type INotebookProps, useAuthor } from './services';

/** What the notebook says of itself as a module. */
export function ModuleSection({ view }: INotebookProps): React.JSX.Element {
  const { author, trans } = useAuthor();
  const fields = readModule(view.own);
  const change = (part: Partial<IModuleFields>): void => author.describe(part);
  const texts = view.cells.filter(cell => cell.type === 'markdown' && !markOf(cell));
  const firstHeading = texts.flatMap(cell => headingsIn(cell.source)).find(Boolean);
  const refuseSlug = (slug: string): string | null =>
    slug === '' || /^[a-z0-9]+(-[a-z0-9]+)*$/.test(slug)
      ? null
      : trans.__('Lower-case letters, digits and hyphens.');
  return (
    <details className="tutor-author-section tutor-author-more">
      <summary>
        <h3>{trans.__('This module')}</h3>
      </summary>
      <div key={view.path} className="tutor-author-fields">
        <TextField
          label={trans.__('Title')}
          value={fields.title}
          placeholder={firstHeading || author.slug}
          onCommit={title => change({ title })}
        />
        <TextField
          label={trans.__('Name (slug)')}
          hint={trans.__('Under this name it is published; another name is another module.')}
          isCode
          value={fields.slug}
          placeholder={author.slug}
          refuse={refuseSlug}
          onCommit={slug => change({ slug })}
        />
        <TextField
          label={trans.__('Summary')}
          lines={2}
          value={fields.summary}
          onCommit={summary => change({ summary })}
        />
        <div className="tutor-author-row">
          <NumberField
            label={trans.__('Order')}
            isWhole
            value={fields.order}
            refusal={trans.__('A whole number, 0 or more.')}
            onCommit={order => change({ order })}
          />
          <NumberField
            label={trans.__('Minutes')}
            isWhole
            least={1}
            value={fields.minutes}
            refusal={trans.__('A whole number, 1 or more.')}
            onCommit={minutes => change({ minutes })}
          />
        </div>
        <ListField
          label={trans.__('Needs first')}
          hint={trans.__('Names (slugs) of modules, between commas.')}
          value={fields.requires}
          onCommit={requires => change({ requires })}
        />
        <PolicyFields policy={fields.policy} onChange={policy => change({ policy })} />
      </div>
    </details>
  );
}
