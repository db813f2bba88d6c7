import { JSONExt, type ReadonlyPartialJSONObject } from '@lumino/coreutils';
import type {
  AuthoringRest,
  IPublishedModule,
  ISubmission,
  NotebookJson
} from '../../client/authoring';
import { asRecord } from '../../notebook/marking/records';
import { Store } from '../store';
import { Loader } from '../usage/loader';

/** What publishing would do, to be confirmed. */
export interface IPublishPlan {
  /** The module as it is published now; null when it is not. */
  readonly published: IPublishedModule | null;
  /** Whether students would get the very notebook that they get now. */
  readonly isSame: boolean;
}

/** What was done last. */
export type Outcome =
  | { readonly kind: 'published'; readonly version: number | null; readonly before: number | null }
  | { readonly kind: 'unpublished' };

type PublishingRest = Pick<
  AuthoringRest,
  'modules' | 'preview' | 'released' | 'publish' | 'unpublish'
>;

/** Gives the notebook to students, and takes it away again. */
export class Publishing {
  readonly modules: Loader<IPublishedModule[]>;
  readonly outcome = new Store<Outcome | null>(null);

  constructor(private readonly rest: PublishingRest) {
    this.modules = new Loader(() => rest.modules());
  }

  /** The published module of that name, or null. */
  find(slug: string): IPublishedModule | null {
    return this.modules.load.value.value?.find(each => each.slug === slug) ?? null;
  }

  /** Find out what publishing would do. RestError when the notebook cannot be published. */
  async plan(submission: ISubmission): Promise<IPublishPlan> {
    this.outcome.set(null);
    const [preview, modules] = await Promise.all([
      this.rest.preview(submission),
      this.rest.modules()
    ]);
    this.modules.take(modules);
    const published = this.find(submission.slug);
    const released = published ? await this.rest.released(published.id) : null;
    return { published, isSame: released !== null && isSameRelease(preview, released) };
  }

  async publish(submission: ISubmission): Promise<void> {
    const before = this.find(submission.slug)?.version ?? null;
    const module = await this.rest.publish(submission);
    this.outcome.set({ kind: 'published', version: module?.version ?? null, before });
    await this.modules.refresh();
  }

  async unpublish(id: string): Promise<void> {
    await this.rest.unpublish(id);
    this.outcome.set({ kind: 'unpublished' });
    await this.modules.refresh();
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
