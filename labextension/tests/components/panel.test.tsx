import { act } from 'react';
import type { ServerFrame } from '../../src/client/frames';
import type { Tutor } from '../../src/models/tutor';
import { EXCERPT } from '../excerpts';
import { settle, type World } from '../fake_tutor';
import { done, error, start, token } from '../frames';
import { PanelStage } from '../panel_stage';

describe('Panel', () => {
  let stage: PanelStage;
  let world: World;
  let tutor: Tutor;
  let host: HTMLElement;

  beforeEach(async () => {
    stage = await PanelStage.set();
    ({ world, tutor, host } = stage);
  });

  afterEach(() => stage.strike());

  const box = (): HTMLTextAreaElement => host.querySelector('textarea') as HTMLTextAreaElement;
  const button = (name: string): HTMLButtonElement | undefined => stage.button(name);
  const click = (name: string): Promise<void> => stage.click(name);
  const press = (key: string, more?: KeyboardEventInit): Promise<void> => stage.press(key, more);
  const receive = (...frames: ServerFrame[]): Promise<void> => stage.receive(...frames);
  const pass = (ms: number): void => stage.pass(ms);
  const type = (text: string): void => stage.type(text);

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
    expect(stage.focused).toBe(1);
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
    ['refused', 4002, '', 'too many places'],
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
    expect(stage.copied).toEqual(['Look **there**.']);
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
