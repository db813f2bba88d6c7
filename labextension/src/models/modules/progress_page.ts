import type { IModule, IModuleSum } from '../../client/module_types';
import type { ModulesRest } from '../../client/modules';
import type { IProfile } from '../../client/rest';
import { Store } from '../store';
import { Loader } from '../usage/loader';

export type ProgressSection = 'mine' | 'class';

/** All that the page about progress shows. */
export class ProgressPage {
  readonly profile: Loader<IProfile>;
  readonly section = new Store<ProgressSection>('mine');
  readonly mine: Loader<readonly IModule[]>;
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

/** Every module, with the exercises of those that the student has begun. */
async function myModules(rest: ModulesRest): Promise<readonly IModule[]> {
  const { modules } = await rest.list();
  const known = modules.map(async (row): Promise<IModule> =>
    row.status === 'not_started' ? { ...row, exercises: [] } : rest.module(row.id)
  );
  return Promise.all(known);
}
