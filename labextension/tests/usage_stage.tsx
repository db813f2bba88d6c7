import { nullTranslator } from '@jupyterlab/translation';
import * as React from 'react';
import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { AdminRest } from '../src/client/admin';
import type { IUsageServices } from '../src/components/usage/services';
import { Usage } from '../src/components/usage/usage';
import { Store } from '../src/models/store';
import type { ChartSpec } from '../src/models/usage/charts';
import { UsagePage } from '../src/models/usage/usage_page';
import { FakeServer } from './fake_server';
import { settle } from './fake_tutor';
import { BREAKER, CAPS, DECISIONS, PRICES, REPORT, SETTINGS } from './usage_facts';

/** The page about usage as it is drawn, before a server whose answers are the test's. */
export class UsageStage {
  readonly server = new FakeServer();
  readonly host = document.body.appendChild(document.createElement('div'));
  readonly drawn: ChartSpec[] = [];
  readonly saved: string[] = [];
  readonly asked: string[] = [];
  /** What the reader says when they are asked. */
  consent = true;
  private readonly root: Root = createRoot(this.host);
  private readonly page = new UsagePage(new AdminRest(this.server.settings));

  constructor(roles: readonly string[] = ['admin']) {
    this.server.answer('GET auth/me', { username: 'ada', roles });
    for (const period of ['today', 'week', 'month']) {
      this.server.answer(`GET admin/usage?period=${period}`, { ...REPORT, period });
    }
    this.server.answer('GET usage/caps', CAPS);
    this.server.answer('GET teaching/decisions', { decisions: DECISIONS, next_cursor: null });
    this.server.answer('GET admin/prices', PRICES);
    this.server.answer('GET admin/settings', SETTINGS);
    this.server.answer('GET admin/breaker', BREAKER);
  }

  /** Draw the page and let everything arrive that it fetches. */
  async open(section?: string): Promise<void> {
    // A browser measures what it draws; here everything is as wide as this.
    jest.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(600);
    await act(async () => {
      this.root.render(<Usage services={this.services()} />);
      await this.page.open();
      await settle();
    });
    if (section) {
      await this.click(section);
    }
  }

  strike(): void {
    act(() => this.root.unmount());
    this.host.remove();
    jest.restoreAllMocks();
  }

  get text(): string {
    return this.host.textContent;
  }

  find(selector: string): HTMLElement {
    const found = this.host.querySelector<HTMLElement>(selector);
    if (!found) {
      throw new Error(`${selector} is not on the page.`);
    }
    return found;
  }

  button(name: string): HTMLButtonElement | undefined {
    return [...this.host.querySelectorAll('button')].find(
      b => (b.getAttribute('aria-label') ?? b.textContent).replace(/[▲▼]/, '') === name
    );
  }

  async click(name: string): Promise<void> {
    const button = this.button(name);
    if (!button) {
      throw new Error(`There is no button “${name}”.`);
    }
    await act(async () => {
      button.click();
      await settle();
    });
  }

  /** The field with this label. */
  field(label: string): HTMLInputElement {
    const found = [...this.host.querySelectorAll('label')].find(
      each => (each.querySelector('span') ?? each).textContent === label
    );
    const field = found?.control ?? this.host.querySelector(`[aria-label="${label}"]`);
    if (!(field instanceof HTMLElement)) {
      throw new Error(`There is no field “${label}”.`);
    }
    return field as HTMLInputElement;
  }

  /** Write into a field, as React hears of it. */
  async fill(label: string, value: string): Promise<void> {
    const field = this.field(label);
    await act(async () => {
      const { prototype } = field.constructor as typeof HTMLInputElement;
      Object.getOwnPropertyDescriptor(prototype, 'value')?.set?.call(field, value);
      field.dispatchEvent(new Event('input', { bubbles: true }));
      field.dispatchEvent(new Event('change', { bubbles: true }));
      await settle();
    });
  }

  /** The first column of a table, from top to bottom. */
  names(table: string): string[] {
    const rows = this.host.querySelectorAll(`table[aria-label="${table}"] tbody tr`);
    return [...rows].map(row => row.querySelector('td')?.textContent ?? '');
  }

  private services(): IUsageServices {
    return {
      page: this.page,
      trans: nullTranslator.load('jupyter_tutor'),
      locale: 'en',
      theme: new Store('light'),
      palette: () => ({ text: 'black', line: 'grey', bar: 'blue', font: 'sans-serif' }),
      drawChart: spec => {
        this.drawn.push(spec);
        return Promise.resolve(() => undefined);
      },
      confirm: title => {
        this.asked.push(title);
        return Promise.resolve(this.consent);
      },
      save: (_, name) => this.saved.push(name)
    };
  }
}
