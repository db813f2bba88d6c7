import { Notification } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { RestError } from '../client/rest';

/** Show a failed request as a toast, in words that say what to do. */
export function showFailure(trans: TranslationBundle, error: RestError): void {
  const texts: Record<string, string> = {
    UNREACHABLE: trans.__('The Jupyter server does not answer. Try again when it is back.'),
    NOT_FOUND: trans.__('This is not there any more.'),
    AUTH_INVALID: trans.__('You are signed out. Reload the page to sign in again.')
  };
  const text = texts[error.code] ?? error.message;
  Notification.error(text || trans.__('The tutor could not do that. Try again in a moment.'), {
    autoClose: 6000
  });
}
