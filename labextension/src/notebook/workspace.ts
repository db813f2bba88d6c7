import { PathExt } from '@jupyterlab/coreutils';
import type { INotebookContent } from '@jupyterlab/nbformat';
import type { Contents } from '@jupyterlab/services';
import { type IModuleTag, isRecord, readModuleTag } from './module_tag';

/** The files of the student, as far as modules need them. */
export interface IWorkspace {
  /** The names in a folder; none when it is not there. */
  names(folder: string): Promise<readonly string[]>;
  /** The module that a notebook is; null for another file, and where there is none. */
  tagOf(path: string): Promise<IModuleTag | null>;
  /** Write a notebook where nothing is yet; its folder is made when it is missing. */
  create(path: string, content: INotebookContent): Promise<void>;
}

/** The student's files through Jupyter's contents service. */
export class ContentsWorkspace implements IWorkspace {
  constructor(private readonly contents: Contents.IManager) {}

  async names(folder: string): Promise<readonly string[]> {
    const listed = await this.get(folder, true);
    const entries = listed?.type === 'directory' ? (listed.content as Contents.IModel[]) : [];
    return entries.map(entry => entry.name);
  }

  async tagOf(path: string): Promise<IModuleTag | null> {
    const file = await this.get(path, true);
    const content: unknown = file?.type === 'notebook' ? file.content : null;
    const metadata = isRecord(content) ? content.metadata : null;
    return isRecord(metadata) ? readModuleTag(metadata.jupyter_tutor) : null;
  }

  async create(path: string, content: INotebookContent): Promise<void> {
    const folder = PathExt.dirname(path);
    if (folder && !(await this.get(folder, false))) {
      await this.contents.save(folder, { type: 'directory' });
    }
    if (await this.get(path, false)) {
      throw new Error(`${path} exists already.`);
    }
    await this.contents.save(path, { type: 'notebook', format: 'json', content });
  }

  private async get(path: string, content: boolean): Promise<Contents.IModel | null> {
    try {
      return await this.contents.get(path, { content });
    } catch (error) {
      const { response } = error as { response?: { status: number } };
      if (response?.status === 404) {
        return null;
      }
      throw error;
    }
  }
}
