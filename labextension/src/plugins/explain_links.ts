import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { Tutor } from '../models/tutor';
import { errorWithLinkFactory, TEXT_MIME_TYPE } from '../widgets/error_with_link';

/** Before the factory for stderr text, which would draw the error without a link. */
const RANK = 100;
/** On the page while the links are switched off. */
const HIDING_CLASS = 'tutor-hides-explain-links';

/** Put a link under every error output of a notebook, unless the student does not want them. */
export function addExplainLinks(
  rendermime: IRenderMimeRegistry,
  trans: TranslationBundle,
  tutor: Tutor,
  onExplain: (node: HTMLElement) => void
): void {
  const textFactory = rendermime.getFactory(TEXT_MIME_TYPE);
  if (textFactory) {
    rendermime.addFactory(errorWithLinkFactory(textFactory, trans, onExplain), RANK);
  }
  tutor.preferences.changed.connect((_, { explainLinks }) => {
    document.body.classList.toggle(HIDING_CLASS, !explainLinks);
  });
}
