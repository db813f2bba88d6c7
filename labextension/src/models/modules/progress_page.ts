import type { IModule, IModuleList, IModuleSum, IProgress } from '../../client/module_types';
import type { ModulesRest } from '../../client/modules';
import type { IProfile } from '../../client/rest';
import { Store } from '../store';
import { Loader } from '../usage/loader';

export type ProgressSection = 'mine' | 'class';

/** How far the student is in one module, with the names of its exercises. */
export interface IMyModule {
  readonly module: IModule;
  readonly progress: IProgress | null;
}

/** All that the page about progress shows. */
export class ProgressPage {
  readonly profile: Loader<IProfile>;
  readonly section = new Store<ProgressSection>('mine');
  readonly mine: Loader<readonly IMyModule[]>;
  readonly overview: Loader<readonly IModuleSum[]>;

  constructor(rest: ModulesRest) {
    this.profile = new Loader(() => rest.profile());
    this.mine = new Loader(() => myModules(rest));
    this.overview = new Loader(() => rest.overview());
  }

  async open(): Promise<void> {
    void this.mine.refresh();
    await this.profile.refresh();
  }

  show(section: ProgressSection): void {
    this.section.set(section);
    this.refresh();
  }

  refresh(): void {
    void (this.section.value === 'mine' ? this.mine : this.overview).refresh();
  }
}

/** What somebody with these roles may see: staff their class as well. */
export function sectionsOf(profile: IProfile | null): readonly ProgressSection[] {
  const isStaff = profile?.roles.some(role => role === 'admin' || role === 'instructor');
  return isStaff ? ['mine', 'class'] : ['mine'];
}

async function myModules(rest: ModulesRest): Promise<readonly IMyModule[]> {
  const [list, progress] = await Promise.all([rest.list(), rest.allProgress()]);
  const begun = list.modules.filter(row => row.status !== 'not_started');
  const known = await Promise.all(begun.map(row => rest.module(row.id)));
  return inOrder(list, known, progress);
}

function inOrder(
  { modules }: IModuleList,
  known: readonly IModule[],
  progress: readonly IProgress[]
): IMyModule[] {
  return modules.map(row => ({
    module: known.find(each => each.id === row.id) ?? { ...row, exercises: [] },
    progress: progress.find(each => each.module_id === row.id) ?? null
  }));
}
