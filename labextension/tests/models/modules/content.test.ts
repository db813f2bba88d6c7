import { asCopy, fingerprint, laidDown } from '../../../src/models/modules/content';
import { readModuleTag } from '../../../src/notebook/module_tag';
import { codeCell, notebook, RELEASE } from '../../module_facts';

const stream = (text: string): object => ({ output_type: 'stream', name: 'stdout', text });

describe('content of notebooks', () => {
  it('has the same fingerprint while the cells say the same, whatever they gave out', () => {
    const run = notebook([codeCell('a', 'print(1)', undefined, [stream('1\n')])]);
    const fresh = notebook([codeCell('b', 'print(1)')]);
    expect(fingerprint(run)).toBe(fingerprint(fresh));
    expect(fingerprint(fresh)).not.toBe(fingerprint(notebook([codeCell('b', 'print(2)')])));
    expect(fingerprint(fresh)).not.toBe(fingerprint(notebook([])));
  });

  it('reads a source that is a list of lines like one text', () => {
    const whole = notebook([codeCell('a', 'x = 1\ny = 2')]);
    const lines = { ...whole.cells[0], source: ['x = 1\n', 'y = 2'] };
    expect(fingerprint({ ...whole, cells: [lines] })).toBe(fingerprint(whole));
  });

  it('says whose it is and what it was when it is laid down, and nothing of it as a copy', () => {
    const laid = laidDown(RELEASE, 'm1');
    const taken = readModuleTag(laid.metadata.jupyter_tutor)?.taken;
    expect(taken).toEqual({ module: 'm1', whole: fingerprint(RELEASE) });
    expect(readModuleTag(asCopy(laid).metadata.jupyter_tutor)).toBeNull();
  });
});
