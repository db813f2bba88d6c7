import {
  canHavePolicy,
  cellPolicy,
  changeCellPolicy,
  changeMark,
  fits,
  type ICellEdit,
  markCell,
  newPart,
  proposeId,
  unmarkCell
} from '../../../src/notebook/marking/edits';
import { type Mark, readMark, type Role } from '../../../src/notebook/marking/mark';
import { type IMarkedCell, outlineOf } from '../../../src/notebook/marking/outline';
import { asRecord } from '../../../src/notebook/marking/records';
import { forManyNotebooks } from '../../random_cells';

const ROLES: readonly Role[] = ['exercise', 'hint', 'solution', 'check', 'mistake'];
const OURS = ['role', 'exercise', 'level', 'hidden', 'points', 'name', 'when'];

function applied(cells: readonly IMarkedCell[], edits: readonly ICellEdit[]): IMarkedCell[] {
  const owns = new Map(edits.map(({ cell, own }) => [cell, own]));
  return cells.map((cell, at) => (owns.has(at) ? { ...cell, own: owns.get(at) } : cell));
}

function foreignOf(own: unknown): [string, unknown][] {
  return Object.entries(asRecord(own)).filter(([key]) => !OURS.includes(key));
}

function text(source: string, own: unknown = null): IMarkedCell {
  return { id: source, type: 'markdown', source, own };
}

function code(own: unknown = null): IMarkedCell {
  return { id: JSON.stringify(own), type: 'code', source: 'x = 1', own };
}

// req: M3
describe('marking a cell', () => {
  it('gives it the role, touches no other cell and leaves what is not ours as it is', () => {
    forManyNotebooks((cells, chance) => {
      const at = chance.below(cells.length);
      const role = chance.pick(ROLES);
      const edits = markCell(cells, at, role);
      expect(edits.map(edit => edit.cell)).toEqual([at]);
      expect(readMark(edits[0].own)?.role).toBe(role);
      expect(foreignOf(edits[0].own)).toEqual(foreignOf(cells[at].own));
    });
  });

  it('is taken back without a trace by unmarking', () => {
    forManyNotebooks((cells, chance) => {
      const at = chance.below(cells.length);
      const marked = applied(cells, markCell(cells, at, chance.pick(ROLES)));
      const [{ own }] = unmarkCell(marked, at);
      expect(readMark(own)).toBeNull();
      expect(Object.entries(own ?? {})).toEqual(foreignOf(cells[at].own));
      expect(own).not.toEqual({});
    });
  });

  it('proposes an id from the heading that no other exercise has', () => {
    forManyNotebooks((cells, chance) => {
      const at = chance.below(cells.length);
      const id = proposeId(cells, at);
      const others = outlineOf(cells).exercises.filter(each => each.cell !== at);
      expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
      expect(others.map(each => each.mark.id)).not.toContain(id);
    });
    const heading = text('## Exercise 2: Mean of a list');
    expect(proposeId([heading, code()], 1)).toBe('mean-of-a-list');
    expect(proposeId([heading, code({ exercise: 'mean-of-a-list' }), code()], 2)).toBe(
      'mean-of-a-list-2'
    );
    expect(proposeId([text('## Größe & Maß'), code()], 1)).toBe('grosse-mass');
    expect(proposeId([text('## 平均'), code()], 1)).toBe('exercise');
  });

  it('names no exercise below one, and the next one above all', () => {
    const cells = [text('a hint'), code({ exercise: 'mean' }), text('another')];
    expect(markCell(cells, 0, 'hint')[0].own).toMatchObject({ exercise: 'mean', level: 1 });
    expect(markCell(cells, 2, 'hint')[0].own).toEqual({ role: 'hint', level: 1 });
  });

  it('gives a hint the lowest step that its exercise has no hint for', () => {
    const cells = [
      code({ exercise: 'mean' }),
      text('a', { role: 'hint', level: 1 }),
      text('b', { role: 'hint', level: 3 }),
      text('c')
    ];
    expect(markCell(cells, 3, 'hint')[0].own).toEqual({ role: 'hint', level: 2 });
  });

  it('knows which cells a role is for', () => {
    expect(fits('check', 'code')).toBe(true);
    expect(fits('check', 'markdown')).toBe(false);
    expect(fits('hint', 'code')).toBe(false);
    expect(ROLES.some(role => fits(role, 'raw'))).toBe(false);
  });
});

describe('changing a mark', () => {
  it('writes what it says, so that reading it gives the same mark', () => {
    forManyNotebooks((cells, chance) => {
      const at = chance.below(cells.length);
      const role = chance.pick(ROLES);
      const marked = applied(cells, markCell(cells, at, role));
      const mark = { ...(readMark(marked[at].own) as Mark), ...detailsOf(role) };
      const [edit] = changeMark(marked, at, mark);
      expect(readMark(edit.own)).toEqual(mark);
      expect(foreignOf(edit.own)).toEqual(foreignOf(cells[at].own));
    });
  });

  it('keeps every part with its exercise when the exercise gets another id', () => {
    forManyNotebooks((cells, chance) => {
      const { exercises } = outlineOf(cells);
      if (exercises.length === 0) {
        return;
      }
      const { cell, mark } = chance.pick(exercises);
      const renamed = applied(cells, changeMark(cells, cell, { ...mark, id: 'quite-new' }));
      const before = outlineOf(cells).exercises.map(each => each.parts.map(part => part.cell));
      const after = outlineOf(renamed).exercises.map(each => each.parts.map(part => part.cell));
      // A part of a second exercise of the same id, if there is one, now finds its namesake.
      const isUnique = exercises.filter(each => each.mark.id === mark.id).length === 1;
      if (isUnique) {
        expect(after).toEqual(before);
      }
    });
  });

  it('keeps what a later version says in an exercise, its policy and a mistake', () => {
    const own = { exercise: { id: 'm', rubric: 1, policy: { tutor: 'off', mood: 2 } } };
    const mark = readMark(own) as Mark & { role: 'exercise' };
    const policy = { ...mark.policy, tutor: null };
    expect(changeMark([code(own)], 0, { ...mark, policy })[0].own).toEqual({
      exercise: { id: 'm', rubric: 1, policy: { mood: 2 } }
    });
    const mistake = { role: 'mistake', when: { error: 'E', later: true } };
    const trace = readMark(mistake) as Mark & { role: 'mistake' };
    expect(changeMark([text('', mistake)], 0, { ...trace, error: '', got: '3' })[0].own).toEqual({
      role: 'mistake',
      when: { later: true, got: '3' }
    });
  });
});

// req: P10
describe('the policy of a single cell', () => {
  const policy = { maxHintLevel: 2, tutor: 'off', words: 'Alone.' } as const;

  it('is read as it was written, stays through other marks, and goes without a trace', () => {
    forManyNotebooks((cells, chance) => {
      const at = chance.below(cells.length);
      const before = changeCellPolicy(cells, at, { maxHintLevel: null, tutor: null, words: '' });
      const kept = applied(cells, before);
      const given = applied(cells, changeCellPolicy(cells, at, policy));
      expect(cellPolicy(given, at)).toEqual(policy);
      expect(readMark(given[at].own)).toEqual(readMark(cells[at].own));
      const marked = applied(given, markCell(given, at, chance.pick(ROLES)));
      expect(cellPolicy(marked, at)).toEqual(policy);
      const none = { maxHintLevel: null, tutor: null, words: '' };
      expect(applied(given, changeCellPolicy(given, at, none))[at].own).toEqual(kept[at].own);
    });
  });

  it('is for code that students get and that is no exercise', () => {
    const cells = [
      code(),
      text('Read this.'),
      code({ exercise: 'mean' }),
      code({ role: 'check', hidden: false }),
      code({ role: 'check', hidden: true }),
      code({ role: 'solution' })
    ];
    expect(cells.map((_, at) => canHavePolicy(cells, at))).toEqual([
      true,
      false,
      false,
      true,
      false,
      false
    ]);
  });
});

describe('a new part', () => {
  it('stands behind the parts of its exercise and belongs to it', () => {
    forManyNotebooks((cells, chance) => {
      const { exercises } = outlineOf(cells);
      if (exercises.length === 0) {
        return;
      }
      const { cell } = chance.pick(exercises);
      const role = chance.pick(['hint', 'solution', 'check', 'mistake'] as const);
      const { at, type, own } = newPart(cells, cell, role);
      const grown = [
        ...cells.slice(0, at),
        { id: 'new', type, source: '', own },
        ...cells.slice(at)
      ];
      const outline = outlineOf(grown).exercises.find(each => each.cell === cell);
      expect(outline?.parts.map(part => part.cell)).toContain(at);
      expect(fits(role, type)).toBe(true);
    });
  });

  it('is a hint of the step that was asked for, and prose where the answer is', () => {
    const cells = [text('Discuss.', { exercise: 'essay' })];
    expect(newPart(cells, 0, 'hint', 4).own).toEqual({ role: 'hint', level: 4 });
    expect(newPart(cells, 0, 'solution')).toMatchObject({ at: 1, type: 'markdown' });
    expect(newPart([code({ exercise: 'm' })], 0, 'solution').type).toBe('code');
  });
});

function detailsOf(role: Role): object {
  return {
    exercise: {
      title: 'T',
      text: 'Do it.',
      difficulty: { programming: 2, mathematics: 5 },
      points: 0.5,
      skills: ['loops'],
      policy: { maxHintLevel: 3, tutor: 'off', words: 'Say “Mittel”.' }
    },
    hint: { level: 5 },
    solution: { exercise: 'other' },
    check: { hidden: true, points: 2, name: 'small values' },
    mistake: { error: 'NameError', code: 'totl', got: '16' }
  }[role];
}
