import type { AdminRest } from '../../client/admin';
import type { Cap, CapType, ICapList, ICapValues } from '../../client/usage_types';
import { Loader } from './loader';

/** A cap as it is written down: fields that are left empty do not limit. */
export interface ICapForm {
  readonly ownerKind: 'user' | 'group';
  readonly owner: string;
  readonly cap_type: CapType;
  readonly requests: string;
  readonly tokens: string;
  readonly cost_usd: string;
}

export const EMPTY_CAP: ICapForm = {
  ownerKind: 'user',
  owner: '',
  cap_type: 'daily',
  requests: '',
  tokens: '',
  cost_usd: ''
};

/** The form of a cap that exists. */
export function formOf(cap: Cap): ICapForm {
  return {
    ownerKind: cap.group === null ? 'user' : 'group',
    owner: cap.group ?? cap.user ?? '',
    cap_type: cap.cap_type,
    requests: String(cap.requests ?? ''),
    tokens: String(cap.tokens ?? ''),
    cost_usd: cap.cost_usd ?? ''
  };
}

/** What a form says; a field that is no number says nothing and is refused by the browser's own check. */
export function valuesOf(form: ICapForm): ICapValues {
  const count = (text: string): number | null => (text.trim() === '' ? null : Number(text));
  return {
    cap_type: form.cap_type,
    requests: count(form.requests),
    tokens: count(form.tokens),
    cost_usd: form.cost_usd.trim() || null
  };
}

/** Whether a form limits anything at all, and somebody. */
export function isComplete(form: ICapForm): boolean {
  const limits = [form.requests, form.tokens, form.cost_usd];
  return form.owner.trim() !== '' && limits.some(text => text.trim() !== '');
}

/** Names from a text in which they stand in lines or between commas. */
export function namesIn(text: string): string[] {
  const names = text.split(/[\n,;]/).map(name => name.trim());
  return [...new Set(names.filter(Boolean))];
}

/** The caps and groups that one may change. */
export class CapBook {
  readonly list: Loader<ICapList>;

  constructor(private readonly rest: AdminRest) {
    this.list = new Loader(() => rest.caps());
  }

  async save(form: ICapForm, id: string | null): Promise<void> {
    const values = valuesOf(form);
    const owner = { [form.ownerKind]: form.owner.trim() };
    await (id === null
      ? this.rest.addCap({ ...owner, ...values })
      : this.rest.changeCap(id, values));
    await this.list.refresh();
  }

  async remove(id: string): Promise<void> {
    await this.rest.deleteCap(id);
    await this.list.refresh();
  }

  /** Say who is in a group; with nobody in it, it is gone. */
  async setMembers(group: string, members: readonly string[]): Promise<void> {
    await this.rest.setMembers(group, members);
    await this.list.refresh();
  }
}
