import { asCopy, fingerprint, fitted, laidDown } from '../../../src/models/modules/content';
import { readModuleTag } from '../../../src/notebook/module_tag';
import { written } from '../../fake_modules';
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
    expect(taken?.module).toBe('m1');
    expect(taken?.whole).toBe(fingerprint(RELEASE));
    expect(Object.keys(taken?.cells ?? {})).toEqual(RELEASE.cells.map(cell => cell.id));
    expect(readModuleTag(asCopy(laid).metadata.jupyter_tutor)).toBeNull();
  });

  // req: M2
  it('leaves out the largest outputs, and only as many as it must', () => {
    const heavy = notebook([
      codeCell('a', 'small', undefined, [stream('s'.repeat(100))]),
      codeCell('b', 'huge', undefined, [stream('h'.repeat(5000))]),
      codeCell('c', 'large', undefined, [stream('l'.repeat(3000))])
    ]);
    const kept = fitted(heavy, 4200);
    const text = JSON.stringify(kept);
    expect(text.length).toBeLessThanOrEqual(4200);
    expect(text).toContain('sss');
    expect(text).toContain('lll');
    expect(text).not.toContain('hhh');
    expect(text).toContain('too large to be kept');
    expect(fingerprint(kept)).toBe(fingerprint(heavy));
  });

  it('leaves a notebook that fits as it is', () => {
    expect(fitted(RELEASE)).toBe(RELEASE);
  });

  it('counts bytes as they are sent, not letters', () => {
    const heavy = notebook([codeCell('a', 'x', undefined, [stream('ü'.repeat(1000))])]);
    expect(fitted(heavy, JSON.stringify(heavy).length)).not.toBe(heavy);
  });

  it('keeps every word that was written, however small the room', () => {
    expect(fingerprint(fitted(written(RELEASE, 'answer', 'x'.repeat(500)), 10))).toBe(
      fingerprint(written(RELEASE, 'answer', 'x'.repeat(500)))
    );
  });
});
