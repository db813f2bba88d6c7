import { JSONExt, type ReadonlyPartialJSONObject } from '@lumino/coreutils';
import type {
  AuthoringRest,
  IExam,
  IPublishedCourse,
  IPublishedList,
  IPublishedModule,
  ISetPolicy,
  ISubmission,
  NotebookJson
} from '../../client/authoring';
import { asRecord } from '../../notebook/marking/records';
import { Store } from '../store';
import { Loader } from '../usage/loader';

/** A module as students have it now. */
export interface IPublished {
  readonly module: IPublishedModule;
  readonly course: IPublishedCourse | null;
}

/** What publishing would do, to be confirmed. */
export interface IPublishPlan {
  /** The module as it is published now; null when it is not. */
  readonly published: IPublished | null;
  /** Whether students would get the very notebook that they get now. */
  readonly isSame: boolean;
}

/** What was done last. */
export type Outcome =
  | { readonly kind: 'published'; readonly version: number | null; readonly isSame: boolean }
  | { readonly kind: 'unpublished' };

/** A notebook, the name that its module goes by, and the place that it asks for. */
export interface IManuscript {
  readonly submission: ISubmission;
  readonly slug: string;
  readonly order: number | null;
}

type PublishingRest = Pick<
  AuthoringRest,
  'modules' | 'preview' | 'released' | 'publish' | 'unpublish' | 'setPolicy'
>;

/** Gives the notebook to students, and takes it away again. */
export class Publishing {
  readonly list: Loader<IPublishedList>;
  readonly outcome = new Store<Outcome | null>(null);

  constructor(private readonly rest: PublishingRest) {
    this.list = new Loader(() => rest.modules());
  }

  /** The published module of that name, or null; one that belongs to no course before others. */
  find(slug: string): IPublished | null {
    const { courses, modules } = this.list.load.value.value ?? { courses: [], modules: [] };
    const named = modules.filter(each => each.slug === slug);
    if (named.length === 0) {
      return null;
    }
    const module = named.find(each => each.course === null) ?? named[0];
    return { module, course: courses.find(each => each.id === module.course) ?? null };
  }

  /** Find out what publishing would do. RestError when the notebook cannot be published. */
  async plan({ submission, slug }: IManuscript): Promise<IPublishPlan> {
    this.outcome.set(null);
    const [preview, list] = await Promise.all([this.rest.preview(submission), this.rest.modules()]);
    this.list.take(list);
    const published = this.find(slug);
    const released = published ? await this.rest.released(published.module.id) : null;
    return { published, isSame: released !== null && isSameRelease(preview, released) };
  }

  /** Publish it where it was published before, else as a module of no course. */
  async publish({ submission, slug, order }: IManuscript): Promise<void> {
    const { module, course } = this.find(slug) ?? {};
    // In a course a notebook that asks for no place would be put at the head of it.
    const place = order ?? (course ? module?.order : null) ?? undefined;
    const modules = await this.rest.publish({
      course: course ? { slug: course.slug, title: course.title } : undefined,
      modules: [{ ...submission, order: place }]
    });
    const version = modules.find(each => each.slug === slug)?.version ?? null;
    const isSame = module !== undefined && version === module.version;
    this.outcome.set({ kind: 'published', version, isSame });
    await this.list.refresh();
  }

  /** Say when the exam in a module is, or that there is none; whatever else is set for it stays. */
  async setExam({ id, policy }: IPublishedModule, exam: IExam | null): Promise<void> {
    await this.rest.setPolicy(id, policy, exam);
    await this.list.refresh();
  }

  /** Replace what is set for a module; its exam stays. */
  async setPolicy({ id, exam }: IPublishedModule, policy: ISetPolicy): Promise<void> {
    await this.rest.setPolicy(id, policy, exam);
    await this.list.refresh();
  }

  async unpublish(id: string): Promise<void> {
    await this.rest.unpublish(id);
    this.outcome.set({ kind: 'unpublished' });
    await this.list.refresh();
  }
}

/** Whether two releases differ in nothing but their number. */
export function isSameRelease(one: NotebookJson, other: NotebookJson): boolean {
  return JSONExt.deepEqual(withoutNumber(one), withoutNumber(other));
}

function withoutNumber(notebook: NotebookJson): ReadonlyPartialJSONObject {
  const metadata = asRecord(notebook.metadata);
  const own = asRecord(metadata.jupyter_tutor);
  const module = Object.entries(asRecord(own.module)).filter(([key]) => key !== 'release');
  return {
    ...notebook,
    metadata: { ...metadata, jupyter_tutor: { ...own, module: Object.fromEntries(module) } }
  } as ReadonlyPartialJSONObject;
}

/** A moment as a field of date and time has it: in the reader's own time, to the minute. */
export function localMoment(iso: string): string {
  const moment = new Date(iso);
  return new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000)
    .toISOString()
    .slice(0, 16);
}

/** What two fields of date and time say; null while they say nothing, or the end is not behind the beginning. */
export function examBetween(from: string, until: string): IExam | null {
  const [begins, ends] = [new Date(from), new Date(until)];
  return ends > begins ? { from: begins.toISOString(), until: ends.toISOString() } : null;
}
