import { answerTo, checkTag, readModuleTag } from '../../src/notebook/module_tag';

describe('what a notebook says of the module that it is', () => {
  const module = { slug: 'a', title: 'A', release: 1 };

  it('is its slug, its title and the number of its release', () => {
    expect(readModuleTag({ version: 1, module })).toEqual({ ...module, taken: null });
  });

  // req: M4
  it('is nothing for what an instructor writes or previews: that names no release', () => {
    expect(readModuleTag({ module: { slug: 'a', title: 'A' } })).toBeNull();
    expect(readModuleTag({ module: { ...module, release: 0 } })).toBeNull();
  });

  it('is nothing for other notebooks, whatever stands there', () => {
    for (const own of [undefined, null, 3, [], {}, { module: null }, { module: { slug: 5 } }]) {
      expect(readModuleTag(own)).toBeNull();
    }
  });

  it('tells of what was laid down only where that can be read', () => {
    const taken = { module: 'm1', whole: 'w' };
    expect(readModuleTag({ module, taken })?.taken).toEqual(taken);
    expect(readModuleTag({ module, taken: { module: 'm1' } })?.taken).toBeNull();
  });
});

describe('what a cell says of its exercise', () => {
  it('is an id, by itself or with more; cells with a role are no answers', () => {
    expect(answerTo({ exercise: 'mean' })).toBe('mean');
    expect(answerTo({ exercise: { id: 'mean', title: 'Mean' } })).toBe('mean');
    expect(answerTo({ role: 'check', exercise: 'mean' })).toBeNull();
    expect(answerTo({ exercise: { id: 3 } })).toBeNull();
    expect(answerTo(undefined)).toBeNull();
  });

  it('is a check with its name, also where the exercise goes without saying', () => {
    expect(checkTag({ role: 'check', exercise: 'mean', name: 'n' })).toEqual({
      exercise: 'mean',
      name: 'n'
    });
    expect(checkTag({ role: 'check' })).toEqual({ exercise: null, name: null });
    expect(checkTag({ role: 'hint' })).toBeNull();
  });
});
