import { act } from 'react';
import type { ServerFrame } from '../../src/client/frames';
import type { World } from '../fake_tutor';
import { budgetWarning, done, error, spent, start, token } from '../frames';
import { PanelStage } from '../panel_stage';

describe('Panel under limits', () => {
  let stage: PanelStage;
  let world: World;
  let host: HTMLElement;

  beforeEach(async () => {
    stage = await PanelStage.set();
    ({ world, host } = stage);
  });

  afterEach(() => stage.strike());

  const button = (name: string): HTMLButtonElement | undefined => stage.button(name);
  const click = (name: string): Promise<void> => stage.click(name);
  const press = (key: string): Promise<void> => stage.press(key);
  const receive = (...frames: ServerFrame[]): Promise<void> => stage.receive(...frames);
  const pass = (ms: number): void => stage.pass(ms);
  const type = (text: string): void => stage.type(text);

  // req: F2
  it.each([
    'RATE_LIMITED',
    'DAILY_LIMIT',
    'CAP_EXCEEDED',
    'BUDGET_EXCEEDED',
    'BREAKER_OPEN'
  ] as const)('counts a refusal down (%s) and then lets the student ask again', async code => {
    type('Why?');
    await press('Enter');
    await receive(error('r1', code, { retry_after: 2 }));
    const seen = (): string | null =>
      host.querySelector('[role=alert] [aria-hidden=true]')?.textContent ?? null;
    expect(seen()).toBe('You can ask again in 0:02');
    expect(button('Retry')?.disabled).toBe(true);
    expect(button('Ask again')).toBeUndefined();
    pass(1000);
    expect(seen()).toBe('You can ask again in 0:01');
    pass(1000);
    expect(host.querySelector('[role=alert]')?.textContent).toContain('You can ask again now.');
    await click('Retry');
    expect(world.socket.last).toMatchObject({ type: 'message', content: 'Why?' });
    expect(host.querySelector('[role=alert]')).toBeNull();
  });

  // req: F3
  it('tells a screen reader once how long a refusal lasts', async () => {
    type('Why?');
    await press('Enter');
    await receive(error('r1', 'RATE_LIMITED', { retry_after: 62 }));
    const told = (): string | null =>
      host.querySelector('[role=alert] .tutor-hidden')?.textContent ?? null;
    expect(told()).toBe('You can ask again in 1 minute 2 seconds');
    pass(3000);
    expect(told()).toBe('You can ask again in 1 minute 2 seconds');
  });

  // req: R5
  it('counts down in the banner when a used-up budget has ended the connection', () => {
    act(() => world.socket.become('refused', 1008, 'Budget exceeded', Date.now() + 42_000));
    const banner = host.querySelector('.tutor-banner');
    expect(banner?.textContent).toContain('Budget exceeded');
    expect(banner?.textContent).toContain('You can ask again in 0:42');
  });

  // req: R5 R7
  it('shows what is used of the session and of today, and moves with every answer', async () => {
    expect(host.querySelector('[role=meter]')).toBeNull();
    type('Why?');
    await press('Enter');
    const budget = { session: spent('0.5', '5'), today: spent('0.5', '10') };
    await receive(start('r1'), token('r1', 1, 'Look.'), done('r1', { budget }));
    const [today, session] = [...host.querySelectorAll('[role=meter]')];
    expect(session.getAttribute('aria-label')).toBe('This session');
    expect(session.getAttribute('aria-valuenow')).toBe('10');
    expect(session.getAttribute('aria-valuetext')).toBe('$0.50 of $5.00, 10 %');
    expect(today.getAttribute('aria-valuetext')).toBe('$0.50 of $10.00, 5 %');
    expect(session.className).toContain('calm');
  });

  // req: R5
  it.each([
    ['4', 'nearly', '$4.00 of $5.00, 80 %'],
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
});
