import {
  type IModuleFields,
  isRelease,
  readModule,
  writeModule
} from '../../../src/notebook/marking/module_markup';
import { headingsIn, moduleNameOf, slugOf, topicOf } from '../../../src/notebook/marking/names';

const FIELDS: IModuleFields = {
  slug: 'numpy-basics',
  title: 'NumPy basics',
  summary: 'Arrays.',
  order: 0,
  minutes: 40,
  requires: ['python'],
  policy: { maxHintLevel: 4, tutor: 'on', words: 'As in the lecture.' }
};

describe('what a notebook says of itself', () => {
  it('is read as it was written', () => {
    const own = writeModule(null, FIELDS);
    expect(own).toEqual({
      version: 1,
      module: {
        slug: 'numpy-basics',
        title: 'NumPy basics',
        summary: 'Arrays.',
        order: 0,
        minutes: 40,
        requires: ['python']
      },
      policy: { max_hint_level: 4, tutor: 'on', words: 'As in the lecture.' }
    });
    expect(readModule(own)).toEqual(FIELDS);
  });

  it('keeps what it does not know, and takes out what is emptied', () => {
    const before = { version: 1, theme: 'x', module: { slug: 'a', cover: 'c.png', minutes: 3 } };
    const fields = { ...readModule(before), minutes: null, slug: 'b' };
    expect(writeModule(before, fields)).toEqual({
      version: 1,
      theme: 'x',
      module: { slug: 'b', cover: 'c.png' }
    });
  });

  it.each([[null], ['x'], [{ module: [] }], [{ module: { order: -1, requires: 'a', title: 5 } }]])(
    'says nothing in metadata %j',
    own => {
      expect(Object.values(readModule(own)).flat().filter(Boolean)).toEqual([
        { maxHintLevel: null, tutor: null, words: '' }
      ]);
    }
  );

  it('tells a notebook that was handed out by its release', () => {
    expect(isRelease({ version: 1, module: { slug: 'a', release: 3 } })).toBe(true);
    expect(isRelease(writeModule(null, FIELDS))).toBe(false);
  });
});

describe('names', () => {
  it('are made of a heading without its marks and number', () => {
    const source = '# One\n\ntext\n\n### Two ##\n```\n# a comment\n```\n#no heading';
    expect(headingsIn(source)).toEqual(['One', 'Two']);
    expect(topicOf('Exercise 1.2: Mean')).toBe('Mean');
    expect(topicOf('Aufgabe 3 – Mittel')).toBe('Mittel');
    expect(topicOf('3) Mean')).toBe('Mean');
    expect(topicOf('Two of 3: what now')).toBe('Two of 3: what now');
  });

  it('are whole words of at most 40 characters', () => {
    expect(slugOf('How often did it get warmer than the day before it?')).toBe(
      'how-often-did-it-get-warmer-than-the-day'
    );
    expect(slugOf('x'.repeat(60))).toHaveLength(40);
    expect(slugOf('…')).toBe('');
  });

  // The right side is what `jupyter tutor module publish` makes of a file of that name.
  it.each([
    ['01 Größen & Maße', 'grossen-masse'],
    ['numpy_basics', 'numpy-basics'],
    ['2024', '2024'],
    ['2024 report', 'report'],
    ['Week 3 – Loops', 'week-3-loops'],
    ['平均', 'module-fd41501c'],
    ['演習 2', '2'],
    ['naïve—approach', 'naiveapproach'],
    ['a.b.c', 'a-b-c']
  ])('of a module in the file %s is %s', (file, name) => {
    expect(moduleNameOf(file)).toBe(name);
  });
});
