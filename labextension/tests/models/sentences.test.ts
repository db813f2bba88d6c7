import { nextSentences, plainText } from '../../src/models/sentences';

describe('sentences', () => {
  // req: F3
  it('tells finished sentences once, and the rest when the answer is over', () => {
    const text = 'Look at line 2. Which na';
    const first = nextSentences(text, 0, false);
    expect(first.spoken).toBe('Look at line 2.');
    expect(nextSentences(text, first.upTo, false).spoken).toBe('');
    expect(nextSentences(`${text}me?`, first.upTo, true).spoken).toBe('Which name?');
  });

  it('reads Markdown without its marks', () => {
    expect(plainText('## Idea\n\n**Use** `sum` and [see](http://x)\n```python\nx\n```')).toBe(
      'Idea Use sum and see x'
    );
  });
});
