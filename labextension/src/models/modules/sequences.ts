/** A pair of places in two lists that hold the same; null where only one of them has it. */
export interface IPair {
  readonly left: number | null;
  readonly right: number | null;
}

/**
 * Lay two lists beside each other so that as many members as possible stand beside the same.
 *
 * The longest common subsequence, by dynamic programming: time and space grow with the product of
 * the lengths. Where members differ, what only the left has comes first.
 */
export function aligned<T>(
  left: readonly T[],
  right: readonly T[],
  same: (a: T, b: T) => boolean
): IPair[] {
  const start = commonStart(left, right, same);
  const rest = betweens(left.slice(start), right.slice(start), same);
  const shifted = rest.map(pair => ({
    left: pair.left === null ? null : pair.left + start,
    right: pair.right === null ? null : pair.right + start
  }));
  const before = Array.from({ length: start }, (_, at) => ({ left: at, right: at }));
  return [...before, ...shifted];
}

/** Lists whose lengths multiply to more are not compared member by member. */
const MOST_COMPARISONS = 4_000_000;

function commonStart<T>(
  left: readonly T[],
  right: readonly T[],
  same: (a: T, b: T) => boolean
): number {
  const most = Math.min(left.length, right.length);
  let start = 0;
  while (start < most && same(left[start], right[start])) {
    start++;
  }
  return start;
}

function betweens<T>(
  left: readonly T[],
  right: readonly T[],
  same: (a: T, b: T) => boolean
): IPair[] {
  if (left.length * right.length > MOST_COMPARISONS) {
    return [
      ...left.map((_, at) => ({ left: at, right: null })),
      ...right.map((_, at) => ({ left: null, right: at }))
    ];
  }
  const lengths = commonLengths(left, right, same);
  const pairs: IPair[] = [];
  let i = 0;
  let j = 0;
  while (i < left.length || j < right.length) {
    if (i < left.length && j < right.length && same(left[i], right[j])) {
      pairs.push({ left: i++, right: j++ });
    } else if (j === right.length || (i < left.length && lengths[i + 1][j] >= lengths[i][j + 1])) {
      pairs.push({ left: i++, right: null });
    } else {
      pairs.push({ left: null, right: j++ });
    }
  }
  return pairs;
}

/** How long the longest common subsequence is of what begins at each pair of places. */
function commonLengths<T>(
  left: readonly T[],
  right: readonly T[],
  same: (a: T, b: T) => boolean
): number[][] {
  const lengths = Array.from({ length: left.length + 1 }, () =>
    new Array<number>(right.length + 1).fill(0)
  );
  for (let i = left.length - 1; i >= 0; i--) {
    for (let j = right.length - 1; j >= 0; j--) {
      lengths[i][j] = same(left[i], right[j])
        ? lengths[i + 1][j + 1] + 1
        : Math.max(lengths[i + 1][j], lengths[i][j + 1]);
    }
  }
  return lengths;
}
