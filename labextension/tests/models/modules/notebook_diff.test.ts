import { differences, notebookDiff } from '../../../src/models/modules/notebook_diff';
import { written } from '../../fake_modules';
import { codeCell, notebook, RELEASE, textCell } from '../../module_facts';

describe('notebookDiff', () => {
  it('counts cells that are alike and shows only those that are not', () => {
    const mine = written(RELEASE, 'answer', 'def mean(values):\n    return 1');
    const other = written(RELEASE, 'answer', 'def mean(values):\n    return 2');
    const rows = notebookDiff(mine, other);
    expect(rows.map(row => row.kind)).toEqual(['same', 'changed', 'same']);
    expect(rows[0]).toEqual({ kind: 'same', count: 3 });
    expect(rows[1]).toEqual({
      kind: 'changed',
      mine: {
        type: 'code',
        lines: [
          { text: 'def mean(values):', common: true },
          { text: '    return 1', common: false }
        ]
      },
      other: {
        type: 'code',
        lines: [
          { text: 'def mean(values):', common: true },
          { text: '    return 2', common: false }
        ]
      }
    });
    expect(differences(rows)).toBe(1);
  });

  it('tells cells that only one of them has', () => {
    const mine = notebook([textCell('a', 'A'), codeCell('m', 'mine')]);
    const other = notebook([codeCell('o', 'other'), textCell('a', 'A')]);
    expect(notebookDiff(mine, other).map(row => row.kind)).toEqual(['other', 'same', 'mine']);
  });

  it('knows cells without ids by what they say', () => {
    const old = { ...notebook([textCell('', 'A'), codeCell('', 'x')]), nbformat_minor: 4 };
    expect(notebookDiff(old, old)).toEqual([{ kind: 'same', count: 2 }]);
  });

  it('finds nothing between a notebook and itself', () => {
    expect(differences(notebookDiff(RELEASE, RELEASE))).toBe(0);
  });
});
