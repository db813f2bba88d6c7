import type { ICellModel, ICodeCellModel } from '@jupyterlab/cells';

export interface IFakeCell {
  type?: 'code' | 'markdown';
  id?: string;
  source?: string;
  metadata?: Record<string, unknown>;
  executionCount?: number | null;
  outputs?: IFakeOutput[];
}

export interface IFakeOutput {
  type: string;
  toJSON: () => unknown;
}

/** A cell of a notebook, as far as it is read. */
export function cell(fake: IFakeCell): ICellModel {
  const { type = 'code', id = 'c', source = '', metadata = {}, outputs = [] } = fake;
  return {
    type,
    id,
    executionCount: fake.executionCount ?? null,
    sharedModel: { getSource: () => source },
    getMetadata: (key: string) => metadata[key],
    outputs: { length: outputs.length, get: (i: number) => outputs[i] }
  } as unknown as ICellModel;
}

export function codeCell(fake: IFakeCell): ICodeCellModel {
  return cell({ ...fake, type: 'code' }) as ICodeCellModel;
}

/** An error output as a kernel sends it. */
export function errorOutput(ename: string, evalue: string, traceback: string[]): IFakeOutput {
  return {
    type: 'error',
    toJSON: () => ({ output_type: 'error', ename, evalue, traceback })
  };
}

/** An output that must not be copied: it may be of any size. */
export function hugeOutput(): IFakeOutput {
  return {
    type: 'stream',
    toJSON: () => {
      throw new Error('An output that is no error was copied.');
    }
  };
}
