import { stripAnsi } from '../../src/notebook/ansi';
import { cutMiddle, readError } from '../../src/notebook/error_output';
import { codeCell, errorOutput, hugeOutput } from './cells';

describe('readError', () => {
  it('reads the traceback without colours, and copies no other output', () => {
    const traceback = ['\u001b[0;31mNameError\u001b[0m', "\u001b[31mNameError\u001b[39m: name 'x'"];
    const outputs = [hugeOutput(), errorOutput('NameError', "name 'x'", traceback), hugeOutput()];
    expect(readError(codeCell({ outputs }))).toBe("NameError\nNameError: name 'x'");
  });

  it('is null for a cell without an error', () => {
    expect(readError(codeCell({ outputs: [hugeOutput()] }))).toBeNull();
  });

  it('names the error when the traceback does not', () => {
    const outputs = [errorOutput('NameError', "name 'x'", ['in line 1'])];
    expect(readError(codeCell({ outputs }))).toBe("in line 1\nNameError: name 'x'");
  });

  it('keeps both ends of a traceback of megabytes, at most 20,000 characters', () => {
    const long = ['first', 'x'.repeat(10_000_000), 'RecursionError: last'];
    const text =
      readError(codeCell({ outputs: [errorOutput('RecursionError', 'last', long)] })) ?? '';
    expect(text.length).toBeLessThanOrEqual(20_000);
    expect(text).toMatch(/^first/);
    expect(text).toMatch(/RecursionError: last$/);
  });
});

describe('stripAnsi', () => {
  it('takes away colours, links and cursor moves, and leaves brackets of the text', () => {
    const text =
      '\u001b[1;31mred\u001b[0m \u001b]8;;http://x\u0007link\u001b]8;;\u0007 \u001b[2Ka[0]';
    expect(stripAnsi(text)).toBe('red link a[0]');
  });
});

describe('cutMiddle', () => {
  it('leaves short texts alone and never exceeds the limit', () => {
    expect(cutMiddle('short', 10)).toBe('short');
    expect(cutMiddle('a'.repeat(50), 20)).toHaveLength(19);
  });
});
