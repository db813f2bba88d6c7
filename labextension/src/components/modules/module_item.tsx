import * as React from 'react';
import type { IModuleRow } from '../../client/module_types';
import { stillToDo } from '../../models/modules/catalogue';
import { useServices, useStore } from '../services';
import { useAction } from '../usage/action';
import { failureText } from '../usage/words';
import { Badge } from './badge';
import { duration, moduleStatusName } from './words';

/** A module of the list; a click opens its notebook. */
export function ModuleItem({ module }: { module: IModuleRow }): React.JSX.Element {
  const { desk, trans } = useServices();
  const { busy, failure, run } = useAction();
  const { value } = useStore(desk.catalogue.list.load);
  const open = useStore(desk.work)?.id === module.id;
  const before = value ? stillToDo(module, value) : [];
  const facts = [
    moduleStatusName(trans, module.status),
    module.minutes === null ? '' : duration(trans, module.minutes)
  ].filter(Boolean);
  return (
    <li className={`tutor-module ${open ? 'tutor-module-open' : ''}`}>
      <button
        type="button"
        className="tutor-module-button"
        aria-current={open || undefined}
        aria-busy={busy}
        onClick={() => void run(() => desk.open(module))}
      >
        <span className="tutor-module-line">
          <span className="tutor-module-title" dir="auto">
            {module.title}
          </span>
          {module.total > 0 && <Badge module={module} />}
        </span>
        {module.summary && (
          <span className="tutor-module-summary" dir="auto">
            {module.summary}
          </span>
        )}
        <span className="tutor-module-facts">
          {busy ? trans.__('Opening…') : facts.join(' · ')}
        </span>
        {before.length > 0 && (
          <span className="tutor-module-before" dir="auto">
            {trans.__('Best after: %1', before.join(', '))}
          </span>
        )}
      </button>
      {failure && (
        <p className="tutor-module-failure" role="alert">
          {failureText(trans, failure)}
        </p>
      )}
    </li>
  );
}
