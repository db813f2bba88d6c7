import { aligned } from '../../../src/models/modules/sequences';

/** Numbers that look random and are the same in every run (a linear congruential generator). */
function* numbers(seed: number): Generator<number> {
  for (let state = seed; ;) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    yield state;
  }
}

describe('aligned', () => {
  const align = (left: string, right: string): string =>
    aligned(left.split(''), right.split(''), (a, b) => a === b)
      .map(
        pair =>
          `${pair.left === null ? '-' : left[pair.left]}${pair.right === null ? '-' : right[pair.right]}`
      )
      .join(' ');

  it('lays what is common side by side, and what is not on its own side', () => {
    expect(align('abcd', 'axcd')).toBe('aa b- -x cc dd');
    expect(align('', 'ab')).toBe('-a -b');
    expect(align('ab', '')).toBe('a- b-');
    expect(align('abc', 'bc')).toBe('a- bb cc');
  });

  it('has every member of both lists once, in order, and pairs only what is the same', () => {
    const source = numbers(7);
    const next = (below: number): number => (source.next().value as number) % below;
    for (let round = 0; round < 200; round++) {
      const left = Array.from({ length: next(9) }, () => next(3));
      const right = Array.from({ length: next(9) }, () => next(3));
      const pairs = aligned(left, right, (a, b) => a === b);
      const lefts = pairs.flatMap(pair => pair.left ?? []);
      const rights = pairs.flatMap(pair => pair.right ?? []);
      expect(lefts).toEqual(left.map((_, at) => at));
      expect(rights).toEqual(right.map((_, at) => at));
      for (const pair of pairs) {
        if (pair.left !== null && pair.right !== null) {
          expect(left[pair.left]).toBe(right[pair.right]);
        }
      }
    }
  });

  it('does not compare what would take minutes', () => {
    const left = Array.from({ length: 3000 }, (_, at) => `l${at}`);
    const right = Array.from({ length: 3000 }, (_, at) => `r${at}`);
    let comparisons = 0;
    aligned(left, right, () => {
      comparisons += 1;
      return false;
    });
    expect(comparisons).toBeLessThan(10);
  });
});
