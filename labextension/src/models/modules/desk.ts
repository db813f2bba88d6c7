import type { IModuleRow } from '../../client/module_types';
import type { ModulesRest } from '../../client/modules';
import type { IModuleNotebook } from '../../notebook/module_notebook';
import { readModuleTag } from '../../notebook/module_tag';
import type { IModuleNotebooks } from '../../notebook/module_notebooks';
import type { IWorkspace } from '../../notebook/workspace';
import { Store } from '../store';
import { Catalogue } from './catalogue';
import { laidDown, withOwn } from './content';
import type { ModuleMemory } from './memory';
import { findNotebook, folderOf, isModule, layDown } from './placement';
import { ModuleWork } from './work';

export interface IDeskOptions {
  readonly rest: ModulesRest;
  readonly notebooks: IModuleNotebooks;
  readonly workspace: IWorkspace;
  readonly memory: ModuleMemory;
  /** Show a notebook of the workspace beside the tutor. */
  readonly show: (path: string) => Promise<void>;
  readonly now: () => number;
  readonly nameOfCheck: (number: number) => string;
}

/** The modules, and the one that the student works on. */
export class ModuleDesk {
  readonly catalogue: Catalogue;
  /** The module that is looked at, or null. */
  readonly work = new Store<ModuleWork | null>(null);

  constructor(private readonly options: IDeskOptions) {
    this.catalogue = new Catalogue(options.rest);
    options.notebooks.changed.connect(() => void this.follow());
    void this.follow();
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible') {
        void this.work.value?.keeping.comeBack().catch(() => undefined);
      }
    });
  }

  /** Open a module: the notebook that is there already, else the state that was kept, else the release. */
  async open(row: IModuleRow): Promise<string> {
    const { rest, workspace, memory, show } = this.options;
    const release = await rest.release(row.id);
    const folder = folderOf(this.catalogue.courseOf(row));
    const remembered = memory.read(row.id)?.path ?? null;
    const found = await findNotebook(workspace, row, remembered, folder, release.name);
    const path = found ?? (await this.bring(row, folder, release));
    await show(path);
    return path;
  }

  private async bring(
    row: IModuleRow,
    folder: string,
    { notebook, name }: Awaited<ReturnType<ModulesRest['release']>>
  ): Promise<string> {
    const { rest, workspace } = this.options;
    const fresh = laidDown(notebook, row.id);
    const { notebook_state: state } = await rest.progress(row.id);
    // A state that was kept by hand, or by another front end, may not say what it is.
    const own = (state?.metadata.jupyter_tutor ?? null) as object | null;
    const content =
      !state || isModule(readModuleTag(own), row)
        ? (state ?? fresh)
        : withOwn(state, fresh.metadata.jupyter_tutor as object);
    return layDown(workspace, folder, name, content);
  }

  private async follow(): Promise<void> {
    const notebook = this.options.notebooks.current;
    if (notebook && !this.works.has(notebook)) {
      await this.catalogue.need();
      if (!this.catalogue.find(notebook.tag)) {
        // Published since the list was fetched, or none of this server's.
        await this.catalogue.list.refresh();
      }
      this.begin(notebook);
    }
    const { current } = this.options.notebooks;
    this.work.set(current ? (this.works.get(current) ?? null) : null);
  }

  private begin(notebook: IModuleNotebook): void {
    const row = this.catalogue.find(notebook.tag);
    if (!row || this.works.has(notebook)) {
      return;
    }
    const { rest, workspace, memory, now, nameOfCheck } = this.options;
    const onChange = (): void => void this.catalogue.list.refresh();
    const tools = { rest, workspace, memory, now, nameOfCheck, onChange };
    const work = new ModuleWork(row.id, notebook, tools);
    this.works.set(notebook, work);
    notebook.closed.connect(() => {
      this.works.delete(notebook);
      work.dispose();
      void this.follow();
    });
    void work.open();
  }

  private readonly works = new Map<IModuleNotebook, ModuleWork>();
}
