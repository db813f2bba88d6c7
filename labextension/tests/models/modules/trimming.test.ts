import { fingerprint } from '../../../src/models/modules/content';
import { DATA_KEPT, TEXT_KEPT, trimmed } from '../../../src/models/modules/trimming';
import { codeCell, notebook, RELEASE } from '../../module_facts';

const stream = (text: string | string[]): object => ({
  output_type: 'stream',
  name: 'stdout',
  text
});
const data = (bundle: object): object => ({
  output_type: 'display_data',
  metadata: {},
  data: bundle
});

/** The outputs of a cell that gave out these. */
function keptOf(...outputs: object[]): Record<string, unknown>[] {
  const whole = notebook([codeCell('a', 'x', undefined, outputs)]);
  return trimmed(whole).cells[0].outputs as Record<string, unknown>[];
}

// req: M2
describe('trimmed', () => {
  it('leaves sources and small outputs as they are', () => {
    expect(trimmed(RELEASE)).toEqual(RELEASE);
    const outputs = [stream('1\n'), stream(['a\n', 'b\n']), data({ 'image/png': 'small' })];
    expect(keptOf(...outputs)).toEqual(outputs);
  });

  it('keeps the beginning and the end of a long text', () => {
    const [{ text }] = keptOf(stream(`begin${'x'.repeat(50_000)}end`));
    expect(text).toMatch(/^begin/);
    expect(text).toMatch(/end$/);
    expect(text).toContain('[… 30,008 characters not kept with the saved work …]');
    expect((text as string).length).toBeLessThan(TEXT_KEPT + 100);
  });

  it('says what stood where a large picture was', () => {
    const [output] = keptOf(
      data({ 'image/png': 'p'.repeat(DATA_KEPT + 1), 'text/plain': '<Fig>' })
    );
    expect(output.data).toEqual({
      'text/plain':
        '[image/png of 200,001 characters: not kept with the saved work; run the cell to see it again]'
    });
  });

  it('keeps a million characters of all outputs, from the top', () => {
    const pictures = Array.from({ length: 8 }, () => data({ 'image/png': 'p'.repeat(150_000) }));
    const there = keptOf(...pictures).map(output => 'image/png' in (output.data as object));
    expect(there).toEqual([true, true, true, true, true, true, false, false]);
  });

  it('bounds the size whatever comes out, and never the code', () => {
    const outputs = Array.from({ length: 300 }, () => stream('z'.repeat(19_000)));
    const whole = notebook([codeCell('a', 'my code', undefined, outputs), ...RELEASE.cells]);
    expect(JSON.stringify(trimmed(whole)).length).toBeLessThan(1_100_000);
    expect(fingerprint(trimmed(whole))).toBe(fingerprint(whole));
  });
});
