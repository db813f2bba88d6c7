import type { TranslationBundle } from '@jupyterlab/translation';
import type { ExerciseStatus, ModuleStatus } from '../../client/module_types';
import type { ISaveStatus } from '../../models/modules/autosave';
import type { Trouble } from '../../models/modules/checks';

export function moduleStatusName(trans: TranslationBundle, status: ModuleStatus): string {
  return {
    not_started: trans.__('not started'),
    in_progress: trans.__('in progress'),
    completed: trans.__('done')
  }[status];
}

export function exerciseStatusName(trans: TranslationBundle, status: ExerciseStatus): string {
  return {
    not_started: trans.__('not started'),
    in_progress: trans.__('in progress'),
    done: trans.__('done')
  }[status];
}

/** How long a module takes, in the words of a person. */
export function duration(trans: TranslationBundle, minutes: number): string {
  if (minutes < 60) {
    return trans.__('about %1 min', minutes);
  }
  return trans.__('about %1 h', Math.round(minutes / 30) / 2);
}

/** Whether the student's work is safe. */
export function saveText(trans: TranslationBundle, status: ISaveStatus, locale: string): string {
  switch (status.state) {
    case 'saved':
      return status.at === null
        ? trans.__('Nothing to save yet')
        : trans.__('Saved %1', clock(status.at, locale));
    case 'unsaved':
      return trans.__('Not saved yet');
    case 'saving':
      return trans.__('Saving…');
    case 'offline':
      return trans.__('Not saved: no connection. Trying again.');
    case 'conflict':
      return trans.__('Two versions: choose one');
    case 'refused':
      return trans.__('Not saved: %1', status.reason || trans.__('the server refused it'));
  }
}

/** Why checks could not run, or not to their end, and what to do about it. */
export function troubleText(trans: TranslationBundle, trouble: Trouble): string {
  return {
    gone: trans.__('This exercise is not in the notebook any more.'),
    'no-kernel': trans.__('No kernel is running, so nothing can be checked.'),
    dead: trans.__('The kernel has ended. Start it again, run the cells above, then check.'),
    starting: trans.__('The kernel is still starting. Try again in a moment.'),
    busy: trans.__('The kernel is still running something. Wait for it, or stop it.'),
    late: trans.__(
      'It ran for 20 seconds and was stopped; your variables are still there. Is there a loop that never ends?'
    ),
    stuck: trans.__(
      'It ran for 20 seconds and does not react. Restart the kernel, then look for a loop that never ends.'
    ),
    died: trans.__(
      'The kernel ended while this was checked. It may have run out of memory, or the code ends Python itself.'
    ),
    stopped: trans.__('Stopped before everything was checked.')
  }[trouble];
}

/** A time of today as a clock shows it, any other with its day. */
export function clock(at: number, locale: string): string {
  const when = new Date(at);
  const isToday = when.toDateString() === new Date().toDateString();
  return isToday
    ? when.toLocaleTimeString(locale, { hour: '2-digit', minute: '2-digit' })
    : when.toLocaleString(locale, { dateStyle: 'medium', timeStyle: 'short' });
}
