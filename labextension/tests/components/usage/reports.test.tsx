import { act } from 'react';
import { settle } from '../../fake_tutor';
import { NOTHING_USED } from '../../usage_facts';
import { UsageStage } from '../../usage_stage';

describe('What was used', () => {
  let stage: UsageStage;

  beforeEach(() => {
    stage = new UsageStage();
  });

  afterEach(() => stage.strike());

  // req: R12
  it('shows the totals of the day, the week and the month', async () => {
    await stage.open();
    const cards = [...stage.host.querySelectorAll('.tutor-usage-card')].map(c => c.textContent);
    expect(cards[0]).toBe('Today$1.50Requests3Tokens in3,000Tokens out300');
    expect(cards[1]).toContain('This week$4.25');
    expect(cards[2]).toContain('This month$12.00');
    expect(cards[2]).toContain('2 requests of models without a known price');
  });

  it('draws cost per day, student and model', async () => {
    await stage.open();
    expect(stage.drawn.map(spec => spec.description)).toEqual([
      'Cost per day',
      'Cost per student',
      'Cost per model'
    ]);
    expect(stage.drawn[0].width).toBe(600);
  });

  it('says so when nothing was used, and draws nothing', async () => {
    stage.server.answer('GET admin/usage?period=month', NOTHING_USED);
    await stage.open();
    expect(stage.text).toContain('Nobody has asked a language model anything in this period.');
    expect(stage.drawn).toEqual([]);
  });

  it('puts a table in order by the heads of its columns', async () => {
    await stage.open('Students and models');
    expect(stage.names('Usage per student')).toEqual(['ada', 'grace']);
    const head = (): string | null | undefined =>
      stage.button('Requests')?.closest('th')?.getAttribute('aria-sort');
    await stage.click('Requests');
    expect(stage.names('Usage per student')).toEqual(['grace', 'ada']);
    expect(head()).toBe('descending');
    await stage.click('Requests');
    expect(stage.names('Usage per student')).toEqual(['ada', 'grace']);
    expect(head()).toBe('ascending');
  });

  // req: R12
  it('downloads the period that is chosen as CSV', async () => {
    await stage.open();
    stage.server.answer('GET admin/usage?period=week&format=csv', 'date,user');
    await stage.click('This week');
    await stage.click('Download CSV');
    expect(stage.saved).toEqual(['tutor-usage-week.csv']);
  });

  it('says why it cannot show anything, and tries again', async () => {
    const down = { detail: 'The database does not answer.', code: 'DB_UNAVAILABLE' };
    stage.server.answer('GET admin/usage?period=month', down, 503);
    await stage.open();
    expect(stage.find('[role=alert]').textContent).toContain('The database does not answer.');
    stage.server.answer('GET admin/usage?period=month', NOTHING_USED);
    await stage.click('Try again');
    expect(stage.host.querySelector('[role=alert]')).toBeNull();
  });

  it('tells students that the page is not for them', async () => {
    stage.strike();
    stage = new UsageStage(['student']);
    await stage.open();
    expect(stage.text).toContain('This page is only for administrators');
    expect(stage.host.querySelector('[role=tab]')).toBeNull();
  });

  // req: F3
  it('goes from section to section with the arrow keys', async () => {
    await stage.open();
    const press = (key: string): Promise<void> =>
      act(async () => {
        const event = new KeyboardEvent('keydown', { key, bubbles: true });
        stage.find('[role=tab][aria-selected=true]').dispatchEvent(event);
        await settle();
      });
    const chosen = (): string => stage.find('[role=tab][aria-selected=true]').textContent;
    await press('ArrowRight');
    expect(chosen()).toBe('Students and models');
    expect(document.activeElement?.textContent).toBe('Students and models');
    await press('End');
    expect(chosen()).toBe('Breaker');
    await press('ArrowRight');
    expect(chosen()).toBe('Overview');
  });
});
