import type { IMarkedCell } from '../src/notebook/marking/outline';
import type { Json } from '../src/notebook/marking/records';

/** A source of values that is the same in every run: a property holds for hundreds of notebooks, always the same ones. */
export class Chance {
  constructor(private seed: number) {}

  /** A whole number from 0 to `below` - 1 (mulberry32). */
  below(below: number): number {
    this.seed = (this.seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.seed ^ (this.seed >>> 15), 1 | this.seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  }

  pick<T>(of: readonly T[]): T {
    return of[this.below(of.length)];
  }
}

const IDS = ['', 'mean', 'median', 'größe', 'x y'];
const SOURCES = [
  '',
  '# A heading',
  'text\n\n## Exercise 2: Mean of a list\n',
  'x = 1',
  '# Über “α”'
];

/** What may stand under `jupyter_tutor`: well formed, of a later version, or nonsense. */
function ownValue(chance: Chance): unknown {
  const foreign: Json = chance.below(2) ? { color: 'red', nested: { deep: [1, null] } } : {};
  const exercise = chance.pick(IDS);
  const marks: unknown[] = [
    undefined,
    null,
    7,
    'hint',
    [],
    foreign,
    { ...foreign, exercise },
    { ...foreign, exercise: { id: exercise, rubric: { a: 1 }, policy: { tutor: 'off', mood: 3 } } },
    { ...foreign, exercise: { id: exercise, points: 2, skills: ['loops', 4], difficulty: 9 } },
    { ...foreign, role: 'hint', level: chance.below(8) },
    { ...foreign, role: 'hint', exercise, level: '2' },
    { ...foreign, role: 'solution', exercise },
    { ...foreign, role: 'check', exercise, hidden: true, points: 1.5, name: 'n' },
    { ...foreign, role: 'mistake', when: { error: 'NameError', later: true } },
    { ...foreign, role: 'something new', exercise, level: 3 }
  ];
  return chance.pick(marks);
}

/** A notebook of a few cells, marked in every way that may be met. */
export function randomCells(chance: Chance): IMarkedCell[] {
  return Array.from({ length: 1 + chance.below(8) }, (_, index) => ({
    id: `c${index}`,
    type: chance.pick(['code', 'markdown', 'raw'] as const),
    source: chance.pick(SOURCES),
    own: ownValue(chance)
  }));
}

/** Call `check` with many notebooks. */
export function forManyNotebooks(check: (cells: IMarkedCell[], chance: Chance) => void): void {
  for (let seed = 1; seed <= 400; seed++) {
    const chance = new Chance(seed);
    check(randomCells(chance), chance);
  }
}
