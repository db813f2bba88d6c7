import type { TranslationBundle } from '@jupyterlab/translation';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A moment with its offset, as the server writes it into a sentence. */
const MOMENT = /\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})/g;

/** When one can ask again, as it is seen: seconds within an hour, otherwise the time of day. */
export function waitText(
  trans: TranslationBundle,
  locale: string,
  seconds: number,
  until: number
): string {
  if (seconds < HOUR) {
    return trans.__('You can ask again in %1', clock(seconds));
  }
  if (seconds < DAY) {
    const hours = Math.floor(seconds / HOUR);
    const minutes = Math.floor((seconds % HOUR) / MINUTE);
    return trans.__(
      'You can ask again at %1 (in %2 h %3 min)',
      new Date(until).toLocaleTimeString(locale, { timeStyle: 'short' }),
      hours,
      minutes
    );
  }
  return trans.__('You can ask again on %1', dayAndTime(new Date(until), locale));
}

/** The same for a screen reader, which is told once: no figures that run. */
export function spokenWait(
  trans: TranslationBundle,
  locale: string,
  seconds: number,
  until: number
): string {
  if (seconds >= HOUR) {
    return waitText(trans, locale, seconds, until);
  }
  const minutes = Math.floor(seconds / MINUTE);
  const rest = seconds % MINUTE;
  const parts = [
    minutes > 0 && trans._n('%1 minute', '%1 minutes', minutes),
    (rest > 0 || minutes === 0) && trans._n('%1 second', '%1 seconds', rest)
  ];
  return trans.__('You can ask again in %1', parts.filter(Boolean).join(' '));
}

/** The server's sentence with its moments in the reader's own time and language. */
export function withLocalTimes(text: string, locale: string): string {
  return text.replace(MOMENT, moment => dayAndTime(new Date(moment), locale));
}

function dayAndTime(moment: Date, locale: string): string {
  return moment.toLocaleString(locale, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit'
  });
}

/** Seconds as 0:23 or 12:03. */
function clock(seconds: number): string {
  return `${Math.floor(seconds / MINUTE)}:${String(seconds % MINUTE).padStart(2, '0')}`;
}
