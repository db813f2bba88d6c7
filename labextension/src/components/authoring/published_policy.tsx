import * as React from 'react';
import type { IPublishedModule } from '../../client/authoring';
import type { IPolicy } from '../../notebook/marking/policy';
import { useAction } from '../usage/action';
import { ExamFields } from './exam_fields';
import { Failure } from './failure';
import { PolicyFields } from './policy_fields';
import { useAuthor } from './services';

/** What is set for a published module on the server: in force from the next message on, without a new version. */
export function PublishedPolicy({ module }: { module: IPublishedModule }): React.JSX.Element {
  const { author, trans } = useAuthor();
  const { max_hint_level: maxHintLevel, tutor, words } = module.policy;
  const saving = useAction();
  const save = ({ maxHintLevel: level, ...others }: IPolicy): Promise<boolean> =>
    saving.run(() => author.publishing.setPolicy(module, { ...others, max_hint_level: level }));
  return (
    <details className="tutor-author-more">
      <summary>
        {module.exam ? trans.__('Policy and exam (an exam is set)') : trans.__('Policy and exam')}
      </summary>
      <div className="tutor-author-fields" role="group" aria-label={trans.__('Policy now')}>
        <p className="tutor-author-quiet">
          {trans.__(
            'Holds from the next message on, without publishing again, together with what the notebook says.'
          )}
        </p>
        <PolicyFields policy={{ maxHintLevel, tutor, words }} onChange={next => void save(next)} />
      </div>
      {saving.failure && <Failure error={saving.failure} />}
      <ExamFields module={module} />
    </details>
  );
}
