import {
  blocksOf,
  extendBlocks,
  finishBlocks,
  NO_BLOCKS,
  splitTail,
  textOf
} from '../../src/models/blocks';

const SAMPLES: Record<string, [string, string[]]> = {
  'paragraphs at blank lines': ['One.\n\nTwo.\n', ['One.\n\n', 'Two.\n']],
  'a code block as one piece, blank lines and all': [
    'See:\n```python\na = 1\n\nb = 2\n```\nAnd?',
    ['See:\n', '```python\na = 1\n\nb = 2\n```\n', 'And?']
  ],
  'a fence that is longer than the one inside it': [
    '````\n```\n\n```\n````\n\nOn.',
    ['````\n```\n\n```\n````\n\n', 'On.']
  ],
  'a displayed formula as one piece': ['$$\nx\n\ny\n$$\n\nOn.', ['$$\nx\n\ny\n$$\n\n', 'On.']],
  'list items one by one': [
    'Steps:\n1. One\n2. Two\n   more\n\n10. Ten',
    ['Steps:\n', '1. One\n', '2. Two\n   more\n\n', '10. Ten']
  ],
  'code inside a list item with its item': [
    '- One\n\n  ```\n  x\n\n  ```\n- Two',
    ['- One\n\n  ```\n  x\n\n  ```\n', '- Two']
  ],
  'no list where a sentence only begins with bold': ['One\n**two** three', ['One\n**two** three']],
  'dollars in code as what they are': ['Use `$$` here.\n\nOn.', ['Use `$$` here.\n\n', 'On.']]
};

describe('blocks', () => {
  it.each(Object.entries(SAMPLES))('keeps %s', (_, [text, blocks]) => {
    expect(blocksOf(text).finished).toEqual(blocks);
  });

  it.each(Object.entries(SAMPLES))(
    'gives the same blocks however the text is cut: %s',
    (_, [text, blocks]) => {
      for (const size of [1, 2, 3, 5, 7]) {
        let grown = NO_BLOCKS;
        for (let i = 0; i < text.length; i += size) {
          grown = extendBlocks(grown, text.slice(i, i + size));
          expect(textOf(grown)).toBe(text.slice(0, i + size));
        }
        expect(finishBlocks(grown).finished).toEqual(blocks);
      }
    }
  );

  it('never changes a block that is finished, so that it is drawn once', () => {
    const before = extendBlocks(NO_BLOCKS, 'One.\n\nTwo.\n\nThr');
    const after = extendBlocks(before, 'ee.\n\nFour');
    expect(after.finished.slice(0, before.finished.length)).toEqual(before.finished);
  });

  it('holds back code that is not whole yet, and shows what comes before it', () => {
    expect(splitTail('Look:\n```python\na =')).toEqual({
      text: 'Look:\n',
      codeIsComing: true
    });
    expect(splitTail('Look `a')).toEqual({
      text: 'Look `a',
      codeIsComing: false
    });
    expect(splitTail('```\na\n```\n')).toEqual({
      text: '```\na\n```\n',
      codeIsComing: false
    });
  });
});
