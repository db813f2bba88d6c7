import type { ICourse, IModuleList, IModuleRow } from '../../client/module_types';
import type { ModulesRest } from '../../client/modules';
import type { IModuleTag } from '../../notebook/module_tag';
import { Loader } from '../usage/loader';
import { isModule } from './placement';

/** The modules of a course, in order; those of no course have null. */
export interface IShelf {
  readonly course: ICourse | null;
  readonly modules: readonly IModuleRow[];
}

/** The modules that the student can take. */
export class Catalogue {
  readonly list: Loader<IModuleList>;

  constructor(rest: ModulesRest) {
    this.list = new Loader(() => rest.list());
  }

  /** Fetch the list unless it is there or on its way. */
  async need(): Promise<void> {
    const { value } = this.list.load.value;
    if (value === null) {
      this.fetching ??= this.list.refresh().finally(() => {
        this.fetching = null;
      });
      await this.fetching;
    }
  }

  /** The module that a notebook says it is; null when the server does not have it, or is not asked yet. */
  find(tag: IModuleTag): IModuleRow | null {
    const { value } = this.list.load.value;
    return value?.modules.find(row => isModule(tag, row)) ?? null;
  }

  courseOf(row: IModuleRow): ICourse | null {
    const { value } = this.list.load.value;
    return value?.courses.find(course => belongsTo(row, course)) ?? null;
  }

  private fetching: Promise<void> | null = null;
}

/** The list by course: courses in their order, what belongs to none at the end. */
export function shelves({ courses, modules }: IModuleList): IShelf[] {
  const ofCourses = courses.map(course => ({
    course,
    modules: modules.filter(row => belongsTo(row, course))
  }));
  const others = modules.filter(row => !courses.some(course => belongsTo(row, course)));
  return [...ofCourses, { course: null, modules: others }].filter(
    shelf => shelf.modules.length > 0
  );
}

/** Titles of the modules that should be done before this one and are not; nobody is kept from beginning. */
export function stillToDo(row: IModuleRow, { modules }: IModuleList): string[] {
  return row.requires.flatMap(slug => {
    const before =
      modules.find(each => each.slug === slug && each.course === row.course) ??
      modules.find(each => each.slug === slug);
    return before && before.status !== 'completed' ? [before.title] : [];
  });
}

function belongsTo(row: IModuleRow, course: ICourse): boolean {
  return row.course === course.id || row.course === course.slug;
}
