import { nullTranslator } from '@jupyterlab/translation';
import * as React from 'react';
import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import type { ServerFrame } from '../src/client/frames';
import { Panel } from '../src/components/panel';
import type { IPanelServices } from '../src/components/services';
import type { Tutor } from '../src/models/tutor';
import { ModuleWorld } from './fake_modules';
import { settle, World } from './fake_tutor';

/** The panel as it is drawn, among fakes, with time in the hands of the test. */
export class PanelStage {
  readonly world = new World();
  readonly modules = new ModuleWorld();
  readonly desk = this.modules.makeDesk();
  /** How often two versions were put beside each other, and the page about progress was opened. */
  readonly opened: string[] = [];
  readonly tutor: Tutor = this.world.makeTutor();
  readonly host = document.body.appendChild(document.createElement('div'));
  readonly copied: string[] = [];
  /** How often the cursor was given back to the notebook. */
  focused = 0;
  private readonly root: Root = createRoot(this.host);

  /** Draw the panel and let everything arrive that it fetches. */
  static async set(prepare: (stage: PanelStage) => void = () => undefined): Promise<PanelStage> {
    // What is fetched arrives by itself; what comes with time comes when the test says so.
    jest.useFakeTimers({ doNotFake: ['setTimeout', 'clearTimeout', 'queueMicrotask'] });
    const stage = new PanelStage();
    prepare(stage);
    await act(async () => {
      stage.root.render(<Panel services={stage.services()} onSendChange={() => undefined} />);
      stage.tutor.wake();
      await settle();
    });
    return stage;
  }

  strike(): void {
    act(() => this.root.unmount());
    this.desk.work.value?.dispose();
    this.host.remove();
    jest.useRealTimers();
  }

  button(name: string): HTMLButtonElement | undefined {
    return [...this.host.querySelectorAll('button')].find(
      b => (b.getAttribute('aria-label') ?? b.textContent) === name
    );
  }

  async click(name: string): Promise<void> {
    await act(async () => {
      this.button(name)?.click();
      await settle();
    });
  }

  /** Do something, and let everything arrive that comes of it. */
  async do(task: () => void): Promise<void> {
    await act(async () => {
      task();
      await settle();
      await settle();
    });
  }

  /** Press a key in the box. */
  async press(key: string, more: KeyboardEventInit = {}): Promise<void> {
    await act(async () => {
      const event = new KeyboardEvent('keydown', { key, bubbles: true, ...more });
      this.host.querySelector('textarea')?.dispatchEvent(event);
      await settle();
    });
  }

  async receive(...frames: ServerFrame[]): Promise<void> {
    await act(async () => {
      this.world.socket.receive(...frames);
      await settle();
    });
  }

  /** Let time pass. */
  pass(ms: number): void {
    act(() => jest.advanceTimersByTime(ms));
  }

  /** Write into the box. */
  type(text: string): void {
    act(() => this.tutor.thread.value.write(text));
  }

  private services(): IPanelServices {
    return {
      tutor: this.tutor,
      desk: this.desk,
      compare: () => this.opened.push('comparison'),
      openProgress: () => this.opened.push('progress'),
      trans: nullTranslator.load('jupyter_tutor'),
      locale: 'en',
      renderMarkdown: (source, node) => {
        node.textContent = source;
        return Promise.resolve();
      },
      openHeaderMenu: () => undefined,
      openProblemMenu: () => undefined,
      focusNotebook: () => (this.focused += 1),
      confirm: () => Promise.resolve(true),
      copy: text => this.copied.push(text),
      exportSession: () => undefined
    };
  }
}
