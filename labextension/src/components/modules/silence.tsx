import * as React from 'react';
import { silenceIn } from '../../models/modules/silence';
import type { ModuleWork } from '../../models/modules/work';
import { useServices, useStore } from '../services';
import { clock } from './words';

/** One calm sentence while the course staff has silenced the tutor in the open module. */
export function Silence({ work }: { work: ModuleWork }): React.JSX.Element | null {
  const { desk, trans, locale } = useServices();
  const { value } = useStore(work.module.load);
  useStore(desk.catalogue.list.load);
  if (!value) {
    return null;
  }
  const course = desk.catalogue.courseOf(value);
  const silence = silenceIn(course ? [course, value] : [value], Date.now());
  if (!silence) {
    return null;
  }
  return (
    <p className="tutor-module-note" role="status">
      {silence.by === 'exam'
        ? trans.__(
            'There is an exam: your course staff has silenced the tutor until %1. Your work is saved as always.',
            clock(silence.until, locale)
          )
        : trans.__('Your course staff has switched the tutor off in this module.')}
    </p>
  );
}
