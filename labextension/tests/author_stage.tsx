import { nullTranslator } from '@jupyterlab/translation';
import * as React from 'react';
import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { AuthoringRest, type ICheckResult, type NotebookJson } from '../src/client/authoring';
import { AuthorPage } from '../src/components/authoring/author_page';
import { Author } from '../src/models/authoring/author';
import { aCell, FakeNotebook } from './fake_notebook';
import { FakeServer } from './fake_server';

/** The author's page as it is drawn, before a server whose answers are the test's. */
export class AuthorStage {
  readonly server = new FakeServer();
  readonly notebook = new FakeNotebook([
    aCell('markdown', '## Exercise 1: Mean of a list'),
    aCell('code', 'total = 0'),
    aCell('markdown', 'Which name did you define?')
  ]);
  readonly host = document.body.appendChild(document.createElement('div'));
  readonly asked: string[] = [];
  readonly opened: [string, NotebookJson][] = [];
  /** What the reader says when they are asked. */
  consent = true;
  readonly author = new Author({
    rest: new AuthoringRest(this.server.settings),
    notebook: this.notebook,
    openBeside: (path, notebook) => {
      this.opened.push([path, notebook]);
      return Promise.resolve();
    }
  });
  private readonly root: Root = createRoot(this.host);

  constructor() {
    jest.useFakeTimers();
    this.judge({ faults: [], exercises: [] });
    this.server.answer('GET modules', { courses: [], modules: [] });
  }

  /** What the server finds in the notebook from now on. */
  judge(result: ICheckResult): void {
    this.server.answer('POST modules/check', result);
  }

  async open(): Promise<void> {
    const services = {
      author: this.author,
      trans: nullTranslator.load('jupyter_tutor'),
      locale: 'en',
      confirm: (title: string, body: string) => {
        this.asked.push(`${title} ${body}`);
        return Promise.resolve(this.consent);
      }
    };
    await act(async () => {
      this.root.render(<AuthorPage services={services} />);
      this.author.wake();
      await this.pass(0);
    });
  }

  strike(): void {
    act(() => this.root.unmount());
    this.host.remove();
    jest.useRealTimers();
  }

  /** Let time go by, and everything arrive that was asked for. */
  async pass(time: number): Promise<void> {
    await jest.advanceTimersByTimeAsync(time);
  }

  async wait(time: number): Promise<void> {
    await act(() => this.pass(time));
  }

  get text(): string {
    return this.host.textContent;
  }

  section(name: string): HTMLElement | null {
    return this.host.querySelector(`section[aria-label="${name}"]`);
  }

  button(name: string): HTMLButtonElement | undefined {
    return [...this.host.querySelectorAll('button')].find(
      each => (each.getAttribute('aria-label') ?? each.textContent) === name
    );
  }

  async click(name: string): Promise<void> {
    const button = this.button(name);
    if (!button) {
      throw new Error(`There is no button “${name}”.`);
    }
    await act(async () => {
      button.click();
      await this.pass(0);
    });
  }

  /** The field with this label. */
  field(label: string): HTMLInputElement {
    const found = [...this.host.querySelectorAll('label')].find(each => each.textContent === label);
    if (!found?.control) {
      throw new Error(`There is no field “${label}”.`);
    }
    return found.control as HTMLInputElement;
  }

  async choose(label: string, value: string): Promise<void> {
    await this.write(label, value, 'change');
  }

  /** Write into a field and leave it. */
  async fill(label: string, value: string): Promise<void> {
    await this.write(label, value, 'input');
    await act(async () => {
      this.field(label).dispatchEvent(new FocusEvent('focusout', { bubbles: true }));
      await this.pass(0);
    });
  }

  async press(label: string, key: string): Promise<void> {
    await act(async () => {
      this.field(label).dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
      await this.pass(0);
    });
  }

  async write(label: string, value: string, event = 'input'): Promise<void> {
    const field = this.field(label);
    await act(async () => {
      const { prototype } = field.constructor as typeof HTMLInputElement;
      Object.getOwnPropertyDescriptor(prototype, 'value')?.set?.call(field, value);
      field.dispatchEvent(new Event(event, { bubbles: true }));
      await this.pass(0);
    });
  }
}
