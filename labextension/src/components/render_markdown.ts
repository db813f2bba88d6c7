import { type IRenderMimeRegistry, renderMarkdown } from '@jupyterlab/rendermime';
import type { ITranslator } from '@jupyterlab/translation';
import { AnswerSanitizer, tameFormulas } from './sanitize';

/**
 * A function that draws Markdown into a node, with the application's own parser, highlighter
 * and typesetter. The node keeps its old content until the new one is ready.
 */
export function markdownRenderer(
  rendermime: IRenderMimeRegistry,
  translator: ITranslator
): (source: string, host: HTMLElement) => Promise<void> {
  const sanitizer = new AnswerSanitizer(rendermime.sanitizer);
  return async (source, host) => {
    const draft = document.createElement('div');
    await renderMarkdown({
      host: draft,
      source,
      trusted: false,
      sanitizer,
      resolver: null,
      linkHandler: null,
      shouldTypeset: false,
      latexTypesetter: null,
      markdownParser: rendermime.markdownParser,
      translator
    });
    tameFormulas(draft);
    host.replaceChildren(...draft.childNodes);
    if (/\$|\\\(|\\\[|\\begin/.test(source)) {
      void rendermime.latexTypesetter?.typeset(host);
    }
  };
}
