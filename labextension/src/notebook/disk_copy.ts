import type { Contents } from '@jupyterlab/services';
import type { ISignal } from '@lumino/signaling';

/** What writing an open document to disk needs of it; JupyterLab's contexts have it. */
export interface IOpenDocument {
  readonly path: string;
  readonly model: { readonly dirty: boolean; readonly readOnly: boolean };
  readonly contentsModel: Pick<Contents.IModel, 'last_modified'> | null;
  /** `started`, then `completed` or `failed`, of each save, whoever began it. */
  readonly saveState: ISignal<unknown, string>;
  save(): Promise<void>;
}

/**
 * Writes an open document to disk, and never so that JupyterLab asks which version it shall be, in the middle of
 * the student's work: not over what somebody else wrote, and not while another save is under way, which would take
 * the one for somebody else's.
 */
export class DiskCopy {
  constructor(
    private readonly document: IOpenDocument,
    private readonly contents: Pick<Contents.IManager, 'get'>
  ) {
    document.saveState.connect((_, state) => {
      this.isSaving = state === 'started';
    });
  }

  /** Write it if that is safe; a call while another is under way is that one. */
  store(): Promise<void> {
    this.storing ??= this.storeOnce().finally(() => {
      this.storing = null;
    });
    return this.storing;
  }

  private async storeOnce(): Promise<void> {
    const { document } = this;
    if (!this.mayBegin()) {
      return;
    }
    const onDisk = await this.contents.get(document.path, { content: false }).catch(() => null);
    const isOurs = onDisk?.last_modified === document.contentsModel?.last_modified;
    if (isOurs && this.mayBegin()) {
      await document.save().catch(() => undefined);
    }
  }

  private mayBegin(): boolean {
    const { dirty, readOnly } = this.document.model;
    return dirty && !readOnly && !this.isSaving;
  }

  private storing: Promise<void> | null = null;
  private isSaving = false;
}
