import { nullTranslator } from '@jupyterlab/translation';
import * as React from 'react';
import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { Panel } from '../../src/components/panel';
import type { IPanelServices } from '../../src/components/services';
import type { Tutor } from '../../src/models/tutor';
import { EXCERPT } from '../excerpts';
import { settle, World } from '../fake_tutor';
import { budgetWarning, done, error, spent, start, token } from '../frames';

describe('Panel', () => {
  let world: World;
  let tutor: Tutor;
  let host: HTMLElement;
  let root: Root;
  let focused: number;
  let copied: string[];

  beforeEach(async () => {
    // What is fetched arrives by itself; what comes with time comes when the test says so.
    jest.useFakeTimers({ doNotFake: ['setTimeout', 'clearTimeout', 'queueMicrotask'] });
    world = new World();
    tutor = world.makeTutor();
    focused = 0;
    copied = [];
    host = document.body.appendChild(document.createElement('div'));
    root = createRoot(host);
    const services: IPanelServices = {
      tutor,
      trans: nullTranslator.load('jupyter_tutor'),
      locale: 'en',
      renderMarkdown: (source, node) => {
        node.textContent = source;
        return Promise.resolve();
      },
      openHeaderMenu: () => undefined,
      openProblemMenu: () => undefined,
      focusNotebook: () => (focused += 1),
      confirm: () => Promise.resolve(true),
      copy: text => copied.push(text),
      exportSession: () => undefined
    };
    await act(async () => {
      root.render(<Panel services={services} onSendChange={() => undefined} />);
      tutor.wake();
      await settle();
    });
  });

  afterEach(() => {
    act(() => root.unmount());
    host.remove();
    jest.useRealTimers();
  });

  const box = (): HTMLTextAreaElement => host.querySelector('textarea') as HTMLTextAreaElement;
  const button = (name: string): HTMLButtonElement | undefined =>
    [...host.querySelectorAll('button')].find(
      b => (b.getAttribute('aria-label') ?? b.textContent) === name
    );
  const click = (name: string): Promise<void> =>
    act(async () => {
      button(name)?.click();
      await settle();
    });
  const press = (key: string, more: KeyboardEventInit = {}): Promise<void> =>
    act(async () => {
      box().dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, ...more }));
      await settle();
    });
  const receive = (...frames: Parameters<typeof world.socket.receive>): Promise<void> =>
    act(async () => {
      world.socket.receive(...frames);
      await settle();
    });
  const pass = (ms: number): void => act(() => jest.advanceTimersByTime(ms));
  const type = (text: string): void => act(() => tutor.thread.value.write(text));

  it('says at first what it does, who reads along, and what could be asked', () => {
    expect(host.textContent).toContain('nothing leaves this machine');
    expect(host.querySelectorAll('.tutor-example')).toHaveLength(3);
  });

  it('says what to do when the server has no tutor, and offers nothing in vain', () => {
    act(() => tutor.health.set('missing'));
    expect(host.textContent).toContain('jupyter server extension enable jupyter_tutor');
    expect(host.querySelector('textarea')).toBeNull();
  });

  it('puts an example into the box and sends nothing', async () => {
    await click('Why does my cell end in NameError?');
    expect(box().value).toBe('Why does my cell end in NameError?');
    expect(world.socket.sent).toEqual([]);
  });

  it('sends with Enter, breaks the line with Shift+Enter, and stops with the same button', async () => {
    type('Why?');
    await press('Enter', { shiftKey: true });
    expect(world.socket.sent).toEqual([]);
    await press('Enter');
    expect(world.socket.last).toMatchObject({ type: 'message', content: 'Why?' });
    expect(box().value).toBe('');
    await receive(start('r1'), token('r1', 1, 'Look'));
    await click('Stop the answer');
    expect(world.socket.last).toMatchObject({ type: 'stop', request_id: 'r1' });
  });

  it('brings the cursor into the box when it comes back from the history with Escape', async () => {
    await click('History');
    await act(async () => {
      const page = host.querySelector('.tutor-page');
      page?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
      await settle();
    });
    pass(50);
    expect(document.activeElement).toBe(box());
  });

  it('gives the cursor back to the notebook with Escape', async () => {
    await press('Escape');
    expect(focused).toBe(1);
  });

  // req: F1
  it('shows exactly what will be sent, and nothing that was taken off', async () => {
    await click('what is sent ▸');
    const shown = (): string[] =>
      [...host.querySelectorAll('.tutor-shown-text pre')].map(p => p.textContent);
    expect(shown()).toContain('totl');
    await click('cell [4]');
    expect(shown()).not.toContain('totl');
    type('Why?');
    await press('Enter');
    const sent = Object.values(world.socket.last)
      .flat()
      .filter(v => v !== null);
    const words = sent.map(v => (typeof v === 'object' ? JSON.stringify(v) : String(v)));
    expect(words).toEqual(expect.arrayContaining(shown()));
    expect(words).not.toContain('totl');
  });

  it('draws finished blocks once and the tail as text', async () => {
    type('Why?');
    await press('Enter');
    await receive(start('r1'), token('r1', 1, 'One.\n\n'), token('r1', 2, 'Two **bo'));
    const first = host.querySelector('.tutor-block');
    expect(first?.textContent).toBe('One.\n\n');
    expect(host.querySelector('.tutor-tail')?.textContent).toBe('Two **bo');
    await receive(token('r1', 3, 'ld**.'), done('r1'));
    expect(host.querySelector('.tutor-block')).toBe(first);
    expect(host.querySelectorAll('.tutor-block')[1].textContent).toBe('Two **bold**.');
  });

  // req: P1
  it('shows the ladder, what it waits for, and what the course has locked', async () => {
    type('Why?');
    await press('Enter');
    const waiting = 'Run the cell, or say what you tried.';
    await receive(start('r1', { hint_level: 2, max_hint_level: 3, waiting }), done('r1'));
    const current = host.querySelector('[aria-current="step"]');
    expect(current?.textContent).toContain('Hint 2, Concept');
    expect(host.querySelector('.tutor-waiting')?.textContent).toContain(waiting);
    expect(host.querySelectorAll('.tutor-step-locked')).toHaveLength(2);
    act(() => world.notebook.become({ ...EXCERPT, executionCount: 5 }));
    expect(host.querySelector('.tutor-waiting')).toBeNull();
    expect(host.querySelector('.tutor-step-open')).not.toBeNull();
  });

  // req: F2
  it('counts a refusal down and takes it away when it is over', async () => {
    type('Why?');
    await press('Enter');
    await receive(error('r1', 'RATE_LIMITED', { retry_after: 2 }));
    expect(host.querySelector('[role=alert]')?.textContent).toContain('Again in 0:02');
    pass(2000);
    expect(host.querySelector('[role=alert]')).toBeNull();
    expect(button('Ask again')).toBeDefined();
  });

  // req: R5 R7
  it('shows what is used of the session and of today, and moves with every answer', async () => {
    expect(host.querySelector('[role=meter]')).toBeNull();
    type('Why?');
    await press('Enter');
    const budget = { session: spent('0.5', '5'), today: spent('0.5', '10') };
    await receive(start('r1'), token('r1', 1, 'Look.'), done('r1', { budget }));
    const [session, today] = [...host.querySelectorAll('[role=meter]')];
    expect(session.getAttribute('aria-label')).toBe('This session');
    expect(session.getAttribute('aria-valuenow')).toBe('10');
    expect(session.getAttribute('aria-valuetext')).toBe('$0.50 of $5.00');
    expect(today.getAttribute('aria-valuetext')).toBe('$0.50 of $10.00');
    expect(session.className).toContain('calm');
  });

  // req: R5
  it.each([
    ['4', 'nearly', '$4.00 of $5.00'],
    ['5', 'full', '$5.00 of $5.00, used up']
  ])('marks a session that has used %s of 5 dollars as %s', async (used, state, text) => {
    type('Why?');
    await press('Enter');
    const budget = { session: spent(used, '5'), today: null };
    await receive(start('r1'), token('r1', 1, 'Look.'), done('r1', { budget }));
    const meter = host.querySelector('[role=meter]');
    expect(meter?.className).toContain(state);
    expect(meter?.getAttribute('aria-valuetext')).toBe(text);
  });

  // req: R5
  it('warns of a budget that is nearly used up without ending anything', async () => {
    type('Why?');
    await press('Enter');
    await receive(start('r1'), budgetWarning('r1'), token('r1', 1, 'Look.'));
    expect(host.querySelector('.tutor-note-warning')?.textContent).toContain(
      'You have used $4.01 of $5.00'
    );
    expect(button('Stop the answer')).toBeDefined();
  });

  // req: C8
  it('offers the built-in coach when no model answers', async () => {
    type('Why?');
    await press('Enter');
    await receive(error('r1', 'LLM_UNAVAILABLE'));
    await click('Ask the built-in coach');
    expect(world.socket.last).toMatchObject({ content: 'Why?', answer_by: 'coach' });
  });

  it('puts a question that failed back into the box to be changed', async () => {
    type('Why?');
    await press('Enter');
    await receive(error('r1', 'VALIDATION'));
    await click('Edit');
    expect(box().value).toBe('Why?');
    expect(host.querySelector('.tutor-question')).toBeNull();
  });

  it.each([
    ['lost', null, '', 'Connection lost. Reconnecting...'],
    ['waiting', null, '', 'trying again every 30 seconds'],
    ['refused', 4001, '', 'signed out'],
    ['refused', 4002, '', 'too many windows'],
    ['refused', 1008, 'Budget exceeded', 'Budget exceeded']
  ] as const)('says what a connection that is %s (%s) means', (state, code, reason, words) => {
    act(() => world.socket.become(state, code, reason));
    expect(host.querySelector('.tutor-banner')?.textContent).toContain(words);
    act(() => world.socket.become('open'));
    expect(host.querySelector('.tutor-banner')).toBeNull();
  });

  it('copies the Markdown of an answer and rates it', async () => {
    type('Why?');
    await press('Enter');
    await receive(start('r1'), token('r1', 1, 'Look **there**.'), done('r1'));
    await click('Copy the answer');
    await click('This helped');
    expect(copied).toEqual(['Look **there**.']);
    expect(button('This helped')?.getAttribute('aria-pressed')).toBe('true');
    expect(world.rest.rated).toHaveLength(1);
    await click('This helped');
    expect(world.rest.rated[1][1]).toBe(0);
  });

  it('begins a sentence for what was tried, and sends the other quick replies', async () => {
    type('Why?');
    await press('Enter');
    await receive(start('r1'), token('r1', 1, 'Look.'), done('r1'));
    await click('I tried…');
    expect(box().value).toBe('I tried ');
    expect(world.socket.sent).toHaveLength(1);
    await click('Still stuck');
    expect(world.socket.last).toMatchObject({ content: 'Still stuck' });
  });

  // req: F3
  it('keeps the log quiet for screen readers and tells them finished sentences', async () => {
    type('Why?');
    await press('Enter');
    const announced = (): string | null =>
      host.querySelector('[aria-live=polite]')?.textContent ?? null;
    await receive(start('r1'), token('r1', 1, 'Look at line 2. Which na'));
    pass(1500);
    expect(announced()).toBe('Look at line 2.');
    await receive(token('r1', 2, 'me?'), done('r1'));
    pass(1500);
    expect(announced()).toBe('Which name?');
    expect(host.querySelector('[role=log]')?.getAttribute('aria-live')).toBe('off');
  });
});
