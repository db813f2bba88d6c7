import type { ServerConnection } from '@jupyterlab/services';
import { queryOf, TutorApi } from './api';
import type { IProfile } from './rest';
import type {
  Cap,
  CapOrder,
  IBreaker,
  ICapList,
  ICapValues,
  IDecisionPage,
  IPriceList,
  IReport,
  ISettingsView,
  PriceOrder,
  SettingValues,
  SitePrice,
  UsagePeriod
} from './usage_types';

/** The tutor's REST endpoints for administrators and instructors. */
export class AdminRest {
  constructor(settings: ServerConnection.ISettings) {
    this.api = new TutorApi(settings);
  }

  profile(): Promise<IProfile> {
    return this.api.json<IProfile>('GET', 'auth/me');
  }

  report(period: UsagePeriod): Promise<IReport> {
    return this.api.json<IReport>('GET', `admin/usage${queryOf({ period })}`);
  }

  async reportSheet(period: UsagePeriod): Promise<Blob> {
    const query = queryOf({ period, format: 'csv' });
    return (await this.api.request('GET', `admin/usage${query}`)).blob();
  }

  caps(): Promise<ICapList> {
    return this.api.json<ICapList>('GET', 'usage/caps');
  }

  /** Write a cap in the place of one of the same owner and type. */
  addCap(cap: CapOrder): Promise<Cap> {
    return this.api.json<Cap>('POST', 'usage/caps', { json: cap });
  }

  changeCap(id: string, values: ICapValues): Promise<Cap> {
    return this.api.json<Cap>('PUT', `usage/caps/${id}`, { json: values });
  }

  async deleteCap(id: string): Promise<void> {
    await this.api.request('DELETE', `usage/caps/${id}`);
  }

  /** Say who is in a group; with nobody in it, it is gone. */
  async setMembers(group: string, members: readonly string[]): Promise<void> {
    const path = `usage/groups/${encodeURIComponent(group)}`;
    await this.api.request('PUT', path, { json: { members } });
  }

  prices(): Promise<IPriceList> {
    return this.api.json<IPriceList>('GET', 'admin/prices');
  }

  addPrice(price: PriceOrder): Promise<SitePrice> {
    return this.api.json<SitePrice>('POST', 'admin/prices', { json: price });
  }

  changePrice(price: PriceOrder): Promise<SitePrice> {
    return this.api.json<SitePrice>('PUT', pricePath(price.model), { json: price });
  }

  async deletePrice(model: string): Promise<void> {
    await this.api.request('DELETE', pricePath(model));
  }

  async priceSheet(): Promise<Blob> {
    return (await this.api.request('GET', 'admin/prices?format=csv')).blob();
  }

  /** Write every price of a CSV file, all or none; returned is how many changed. */
  async writePriceSheet(content: string): Promise<number> {
    const text = { type: 'text/csv', content };
    return (await this.api.json<{ changed: number }>('PUT', 'admin/prices', { text })).changed;
  }

  settings(): Promise<ISettingsView> {
    return this.api.json<ISettingsView>('GET', 'admin/settings');
  }

  /** Change settings that were seen in a version; null puts the configured value back. */
  changeSettings(version: number, values: SettingValues): Promise<ISettingsView> {
    return this.api.json<ISettingsView>('PUT', 'admin/settings', { json: { version, values } });
  }

  /** A page of what was decided on messages: of one student or of all, after those of the page before. */
  decisions(user?: string, cursor?: string): Promise<IDecisionPage> {
    const query = queryOf({ user, cursor });
    return this.api.json<IDecisionPage>('GET', `teaching/decisions${query}`);
  }

  breaker(): Promise<IBreaker> {
    return this.api.json<IBreaker>('GET', 'admin/breaker');
  }

  resetBreaker(): Promise<IBreaker> {
    return this.api.json<IBreaker>('POST', 'admin/breaker/reset', { json: {} });
  }

  private readonly api: TutorApi;
}

function pricePath(model: string): string {
  return `admin/prices/${encodeURIComponent(model)}`;
}
