import type { AdminRest } from '../../client/admin';
import { RestError } from '../../client/api';
import type { ISetting, ISettingsView, SettingValue } from '../../client/usage_types';
import { Store } from '../store';
import { Loader } from './loader';
import { type Draft, draftOf, isSame, valueOf } from './setting_drafts';

/** What was written and not saved, by the name of the setting; null puts the configured value back. */
export type Drafts = ReadonlyMap<string, Draft | null>;

/** How the last saving ended; `conflict`: somebody else had been faster. */
export type Outcome = 'none' | 'saved' | 'conflict';

/** The limits of the site, and what one is about to change of them. */
export class SettingsBook {
  readonly view: Loader<ISettingsView>;
  readonly drafts = new Store<Drafts>(new Map());
  readonly outcome = new Store<Outcome>('none');

  constructor(private readonly rest: AdminRest) {
    this.view = new Loader(() => rest.settings());
  }

  /** What stands in the field of a setting. */
  draft(setting: ISetting): Draft {
    const draft = this.drafts.value.get(setting.name);
    return draft ?? draftOf(setting.kind, draft === null ? setting.configured : setting.value);
  }

  edit(setting: ISetting, draft: Draft): void {
    this.put(setting.name, isSame(setting, draft) ? undefined : draft);
  }

  /** Wish the configured value back. */
  restore(setting: ISetting): void {
    this.put(setting.name, setting.changed ? null : undefined);
  }

  discard(): void {
    this.drafts.set(new Map());
    this.outcome.set('none');
  }

  /** The names of the settings whose drafts say nothing that could be meant. */
  faults(): string[] {
    return this.drafted()
      .filter(([setting, draft]) => draft !== null && valueOf(setting.kind, draft) === undefined)
      .map(([setting]) => setting.name);
  }

  /**
   * Save every draft, all or none. When somebody else was faster the settings are fetched anew and
   * the drafts stay, to be looked at again. RestError when the server refuses them.
   */
  async save(): Promise<void> {
    const version = this.view.load.value.value?.version ?? 0;
    try {
      const values = Object.fromEntries(this.drafted().map(asValue));
      this.view.take(await this.rest.changeSettings(version, values));
      this.drafts.set(new Map());
      this.outcome.set('saved');
    } catch (error) {
      if (!(error instanceof RestError) || error.status !== 409) {
        throw error;
      }
      await this.view.refresh();
      this.forgetSettled();
      this.outcome.set('conflict');
    }
  }

  private put(name: string, draft: Draft | null | undefined): void {
    const drafts = new Map(this.drafts.value);
    drafts.delete(name);
    if (draft !== undefined) {
      drafts.set(name, draft);
    }
    this.drafts.set(drafts);
    this.outcome.set('none');
  }

  private drafted(): [ISetting, Draft | null][] {
    const settings = this.view.load.value.value?.settings ?? [];
    return settings
      .map((setting): [ISetting, Draft | null | undefined] => [
        setting,
        this.drafts.value.get(setting.name)
      ])
      .filter((pair): pair is [ISetting, Draft | null] => pair[1] !== undefined);
  }

  /** What the other one has changed to the same value needs no saving. */
  private forgetSettled(): void {
    const open = this.drafted().filter(([setting, draft]) =>
      draft === null ? setting.changed : !isSame(setting, draft)
    );
    this.drafts.set(new Map(open.map(([{ name }, draft]) => [name, draft])));
  }
}

function asValue([setting, draft]: [ISetting, Draft | null]): [string, SettingValue | null] {
  return [setting.name, draft === null ? null : (valueOf(setting.kind, draft) ?? null)];
}

/** The setting that a refusal names, if it names one. */
export function nameIn(message: string, settings: readonly ISetting[]): string | null {
  const first = /^[a-z_]+/.exec(message)?.[0];
  return settings.some(setting => setting.name === first) ? (first ?? null) : null;
}
