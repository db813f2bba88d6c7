import type { AdminRest } from '../../client/admin';
import type { IProfile } from '../../client/rest';
import { Store } from '../store';
import { Breaker } from './breaker';
import { CapBook } from './caps';
import { DecisionBook } from './decisions';
import { Loader } from './loader';
import { Overview } from './overview';
import { PriceBook } from './prices';
import { SettingsBook } from './settings';

export type Section =
  'overview' | 'breakdown' | 'decisions' | 'caps' | 'prices' | 'settings' | 'breaker';

const FOR_ADMINS: readonly Section[] = [
  'overview',
  'breakdown',
  'decisions',
  'caps',
  'prices',
  'settings',
  'breaker'
];
const FOR_INSTRUCTORS: readonly Section[] = ['decisions', 'caps'];

/** All that the page about usage shows and does. */
export class UsagePage {
  readonly profile: Loader<IProfile>;
  readonly section = new Store<Section>('overview');
  readonly overview: Overview;
  readonly decisions: DecisionBook;
  readonly caps: CapBook;
  readonly prices: PriceBook;
  readonly settings: SettingsBook;
  readonly breaker: Breaker;

  constructor(rest: AdminRest) {
    this.profile = new Loader(() => rest.profile());
    this.overview = new Overview(rest);
    this.decisions = new DecisionBook(rest);
    this.caps = new CapBook(rest);
    this.prices = new PriceBook(rest);
    this.settings = new SettingsBook(rest);
    this.breaker = new Breaker(rest);
  }

  /** Find out who asks, and fetch what they may see first. */
  async open(): Promise<void> {
    await this.profile.refresh();
    const sections = sectionsFor(this.profile.load.value.value);
    if (sections.length > 0) {
      this.show(sections[0]);
    }
  }

  /** Show a section, with what is in force now. */
  show(section: Section): void {
    this.section.set(section);
    this.refresh();
  }

  refresh(): void {
    const loaders = {
      overview: this.overview.report,
      breakdown: this.overview.report,
      decisions: this.decisions.page,
      caps: this.caps.list,
      prices: this.prices.list,
      settings: this.settings.view,
      breaker: this.breaker.status
    };
    void loaders[this.section.value].refresh();
  }
}

/** What somebody with these roles may see: administrators everything, instructors what is of their groups. */
export function sectionsFor(profile: IProfile | null): readonly Section[] {
  if (profile?.roles.includes('admin')) {
    return FOR_ADMINS;
  }
  return profile?.roles.includes('instructor') ? FOR_INSTRUCTORS : [];
}
