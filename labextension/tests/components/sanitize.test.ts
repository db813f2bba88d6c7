import { AnswerSanitizer, tameFormulas } from '../../src/components/sanitize';

/** Lets everything pass, so that only the narrower rules are tested. */
const sanitizer = new AnswerSanitizer({ sanitize: dirty => dirty });

function parsed(dirty: string): HTMLElement {
  const host = document.createElement('div');
  host.innerHTML = sanitizer.sanitize(dirty);
  return host;
}

// req: S2
describe('AnswerSanitizer', () => {
  it.each([
    '<img src="http://tracker/x.png">',
    '<img src="//tracker/x.png">',
    '<img src="/user/ada/files/secret.png">',
    '<img srcset="http://tracker/x.png 2x" src="data:image/png;base64,AA">',
    '<picture><source srcset="http://tracker/x"><img src="http://tracker/y"></picture>',
    '<video src="http://tracker/v" poster="http://tracker/p"></video>',
    '<audio src="http://tracker/a"></audio>',
    '<p style="background: url(http://tracker/x)">x</p>',
    '<table background="http://tracker/x"><tr><td>x</td></tr></table>',
    '<svg><image href="http://tracker/x"/></svg>',
    '<link rel="stylesheet" href="http://tracker/x.css">',
    '<style>@import url(http://tracker/x.css)</style>',
    '<iframe src="http://tracker/"></iframe>',
    '<object data="http://tracker/"></object>',
    '<form action="http://tracker/"><input type="image" src="http://tracker/x"></form>'
  ])('fetches nothing for %s', dirty => {
    const html = parsed(dirty).innerHTML;
    expect(html).not.toContain('tracker');
    expect(html).not.toContain('/user/');
  });

  it.each([
    '<script>steal()</script>',
    '<a href="javascript:steal()">x</a>',
    '<a href=" JaVaScRiPt:steal()">x</a>',
    '<a href="data:text/html,<script>steal()</script>">x</a>',
    '<p onclick="steal()">x</p>',
    '<button data-commandlinker-command="steal">x</button>',
    '<math><mtext><style><img src=x onerror=steal()></style></mtext></math>'
  ])('runs nothing for %s', dirty => {
    expect(parsed(dirty).innerHTML).not.toContain('steal');
  });

  it('does not let an answer dress up as a part of the application', () => {
    const html = parsed('<p class="jp-Dialog cm-keyword" id="main">x</p>').innerHTML;
    expect(html).toBe('<p class="cm-keyword">x</p>');
  });

  it('keeps what Markdown makes, and the words of what it drops', () => {
    const text =
      '<h2>T</h2><ol start="3"><li><em>a</em></li></ol><pre><code class="x">c</code></pre>' +
      '<table><tbody><tr><td align="right">1</td></tr></tbody></table>' +
      '<a href="https://docs.python.org">d</a>';
    expect(parsed(text).innerHTML).toBe(text);
    expect(parsed('<section><marquee>words</marquee></section>').innerHTML).toBe('words');
    expect(parsed('<img alt="a plot" src="http://tracker/x">').innerHTML).toBe('a plot');
  });

  it('keeps pictures that came along in the answer', () => {
    expect(parsed('<img src="data:image/png;base64,AA">').querySelector('img')).not.toBeNull();
  });
});

describe('tameFormulas', () => {
  it('takes links and styles from formulas, and leaves mathematics and code', () => {
    const host = document.createElement('div');
    host.innerHTML = '<p>$\\href{javascript:x}{y} \\frac{1}{2}$</p><code>\\href</code>';
    tameFormulas(host);
    expect(host.innerHTML).toBe('<p>${javascript:x}{y} \\frac{1}{2}$</p><code>\\href</code>');
  });
});
