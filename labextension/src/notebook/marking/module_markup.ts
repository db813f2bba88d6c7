import { asRecord, isRecord, type Json, numberOf, patch, textOf, textsOf } from './records';
import { type IPolicy, readPolicy, writePolicy } from './policy';

/** What a notebook says of itself as a module. */
export interface IModuleFields {
  /** Its name within the course: lower-case letters, digits and hyphens. */
  readonly slug: string;
  readonly title: string;
  readonly summary: string;
  readonly order: number | null;
  readonly minutes: number | null;
  /** Slugs of the modules to be done before. */
  readonly requires: readonly string[];
  readonly policy: IPolicy;
}

/** The version of the metadata that is written. */
const VERSION = 1;

/** What a notebook's `metadata.jupyter_tutor` says. */
export function readModule(own: unknown): IModuleFields {
  const { module, policy } = asRecord(own);
  const { slug, title, summary, order, minutes, requires } = asRecord(module);
  return {
    slug: textOf(slug),
    title: textOf(title),
    summary: textOf(summary),
    order: numberOf(order),
    minutes: numberOf(minutes, 1),
    requires: textsOf(requires),
    policy: readPolicy(policy)
  };
}

/** A notebook's `metadata.jupyter_tutor` with these fields; whatever else it says stays. */
export function writeModule(own: unknown, fields: IModuleFields): Json {
  const before = asRecord(own);
  const { slug, title, summary, order, minutes, requires } = fields;
  const described = { slug, title, summary, order, minutes, requires };
  const module = patch(asRecord(before.module), described);
  const policy = writePolicy(before.policy, fields.policy);
  return patch({ ...before, version: before.version ?? VERSION }, { module, policy });
}

/** Whether a notebook is one that was handed out: there is nothing to mark up in it. */
export function isRelease(own: unknown): boolean {
  const { module } = asRecord(own);
  return isRecord(module) && 'release' in module;
}
