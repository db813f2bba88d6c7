import * as React from 'react';
import type { IPublished, IPublishPlan, Outcome } from '../../models/authoring/publishing';
import { useStore } from '../services';
import { useAction } from '../usage/action';
import { Failure } from './failure';
import { PublishedPolicy } from './published_policy';
import { type INotebookProps, useAuthor } from './services';

/** What students have of the notebook, and the ways to change that. */
export function PublishSection({ view }: INotebookProps): React.JSX.Element {
  const { author, trans, confirm } = useAuthor();
  const { publishing } = author;
  const { state, value } = useStore(publishing.list.load);
  const { result } = useStore(author.check.state);
  const outcome = useStore(publishing.outcome);
  const acting = useAction();
  const { slug } = author;
  const published = publishing.find(slug);
  const hasErrors = result?.faults.some(fault => fault.severity === 'error') ?? false;
  const { clear } = acting;
  React.useEffect(() => clear(), [view.path, clear]);

  const publish = (): Promise<boolean> =>
    acting.run(async () => {
      const manuscript = author.manuscript();
      if (manuscript === null) {
        return;
      }
      const plan = await publishing.plan(manuscript);
      const title = trans.__('Publish “%1”?', manuscript.slug);
      if (await confirm(title, planText(plan), trans.__('Publish'))) {
        await publishing.publish(manuscript);
      }
    });
  const unpublish = (id: string): Promise<boolean> =>
    acting.run(async () => {
      const body = trans.__(
        'Students no longer find it among the modules. Their work and progress are kept, and publishing it again brings it back.'
      );
      if (await confirm(trans.__('Unpublish “%1”?', slug), body, trans.__('Unpublish'))) {
        await publishing.unpublish(id);
      }
    });

  return (
    <section
      className="tutor-author-section tutor-author-top"
      aria-label={trans.__('For students')}
      aria-busy={acting.busy}
    >
      <div className="tutor-author-buttons">
        <button
          type="button"
          className="tutor-author-button"
          disabled={acting.busy || hasErrors}
          onClick={() => void acting.run(() => author.preview())}
        >
          {trans.__('Preview as a student')}
        </button>
        <button
          type="button"
          className="tutor-author-button tutor-author-main"
          disabled={acting.busy || hasErrors}
          onClick={() => void publish()}
        >
          {trans.__('Publish…')}
        </button>
      </div>
      <p className="tutor-author-quiet">
        {value === null
          ? state === 'failed' && trans.__('Whether it is published is not known.')
          : published
            ? publishedText(published)
            : trans.__('Not published. Students do not see it.')}{' '}
        {published && (
          <button
            type="button"
            className="tutor-author-link"
            disabled={acting.busy}
            onClick={() => void unpublish(published.module.id)}
          >
            {trans.__('Unpublish')}
          </button>
        )}
      </p>
      {hasErrors && (
        <p className="tutor-author-note">
          {trans.__('It can be previewed and published once the errors below are mended.')}
        </p>
      )}
      <div role="status">
        {outcome && <p className="tutor-author-note tutor-author-good">{outcomeText(outcome)}</p>}
      </div>
      {acting.failure && <Failure error={acting.failure} />}
      {published && <PublishedPolicy key={published.module.id} module={published.module} />}
    </section>
  );

  function publishedText({ module, course }: IPublished): string {
    return course
      ? trans.__('Published in “%1” as “%2”, version %3.', course.title, slug, module.version)
      : trans.__('Published as “%1”, version %2.', slug, module.version);
  }

  function planText({ published: before, isSame }: IPublishPlan): string {
    if (before === null) {
      return trans.__(
        'Students find it among the modules, without solutions, hints and hidden checks. Hints come from the tutor, one at a time.'
      );
    }
    return isSame
      ? trans.__(
          'The students’ notebook stays as it is in version %1. Only what the tutor knows may change: hints, solutions, hidden checks.',
          before.module.version
        )
      : trans.__(
          'Students get version %1. Who has begun keeps their work and is told that there is a newer version.',
          before.module.version + 1
        );
  }

  function outcomeText(done: Outcome): string {
    if (done.kind === 'unpublished') {
      return trans.__('Unpublished.');
    }
    const version = done.version ?? '?';
    return done.isSame
      ? trans.__('Unchanged: version %1 stays.', version)
      : trans.__('Published as version %1.', version);
  }
}
