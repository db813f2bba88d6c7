import type { IRenderMime } from '@jupyterlab/rendermime-interfaces';

/** Elements that an answer may hold. Others are replaced by their content. */
const ELEMENTS = new Set(
  (
    'a b blockquote br code dd del div dl dt em h1 h2 h3 h4 h5 h6 hr i img li ol p pre s span ' +
    'strong sub sup table tbody td th thead tr ul'
  ).split(' ')
);

/** Elements that go with all they contain. */
const DANGEROUS = 'script, style, iframe, object, embed, template, noscript, svg, math, form';

/** Attributes that an answer may hold, by element; `*` for every element. */
const ATTRIBUTES: Record<string, readonly string[]> = {
  '*': ['class', 'dir', 'lang', 'title'],
  a: ['href'],
  img: ['src', 'alt', 'width', 'height'],
  ol: ['start'],
  td: ['align', 'colspan', 'rowspan'],
  th: ['align', 'colspan', 'rowspan']
};

/** With these an answer could dress up as a part of the application. */
const APPLICATION_CLASS = /^(?:jp|lm|p|tutor)-/;
const SAFE_LINK = /^(?:https?:|mailto:|#)/i;
/** Pictures come along in the answer or not at all: fetching one would tell its host who reads. */
const INLINE_PICTURE = /^data:image\/(?:png|jpeg|gif|webp|svg\+xml)[;,]/i;

/**
 * Jupyter's sanitizer, made narrower for the output of a language model.
 *
 * Whatever a model was talked into, showing its answer runs nothing, fetches nothing and
 * triggers no command.
 */
export class AnswerSanitizer implements IRenderMime.ISanitizer {
  constructor(private readonly inner: IRenderMime.ISanitizer) {}

  readonly allowNamedProperties = false;

  getAutolink(): boolean {
    return this.inner.getAutolink?.() ?? true;
  }

  sanitize(dirty: string, options?: IRenderMime.ISanitizerOptions): string {
    // A parsed document that is not shown fetches and runs nothing.
    const { body } = new DOMParser().parseFromString(
      this.inner.sanitize(dirty, options),
      'text/html'
    );
    body.querySelectorAll(DANGEROUS).forEach(element => element.remove());
    body.querySelectorAll('*').forEach(narrow);
    return body.innerHTML;
  }
}

function narrow(element: Element): void {
  const name = element.tagName.toLowerCase();
  if (!ELEMENTS.has(name)) {
    element.replaceWith(...element.childNodes);
    return;
  }
  const allowed = [...ATTRIBUTES['*'], ...(ATTRIBUTES[name] ?? [])];
  for (const attribute of [...element.attributes]) {
    if (!allowed.includes(attribute.name)) {
      element.removeAttribute(attribute.name);
    }
  }
  const classes = [...element.classList].filter(c => !APPLICATION_CLASS.test(c));
  element.className = classes.join(' ');
  if (classes.length === 0) {
    element.removeAttribute('class');
  }
  if (name === 'a' && !SAFE_LINK.test(element.getAttribute('href') ?? '')) {
    element.removeAttribute('href');
  }
  if (name === 'img' && !INLINE_PICTURE.test(element.getAttribute('src') ?? '')) {
    element.replaceWith(element.getAttribute('alt') ?? '');
  }
}

/** Commands with which a formula could link, load or restyle; the formula goes without them. */
const TEX_COMMANDS =
  /\\(href|url|require|includegraphics|style|class|cssId|data|unicode|html\w*)\b/g;

/** Take from the formulas in `host` what is not mathematics. Code is left as it is. */
export function tameFormulas(host: Node): void {
  const walker = document.createTreeWalker(host, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node.nodeValue?.includes('\\') && !node.parentElement?.closest('code, pre')) {
      node.nodeValue = node.nodeValue.replace(TEX_COMMANDS, '');
    }
  }
}
