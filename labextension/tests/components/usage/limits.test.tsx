import { act } from 'react';
import { settle } from '../../fake_tutor';
import { BREAKER, CAPS, PRICES, SETTINGS } from '../../usage_facts';
import { UsageStage } from '../../usage_stage';

describe('The limits', () => {
  let stage: UsageStage;

  beforeEach(() => {
    stage = new UsageStage();
  });

  afterEach(() => stage.strike());

  const sent = (at = 0): unknown => JSON.parse(stage.server.changes[at].body ?? 'null');

  // req: R7
  it('writes a new cap of a student', async () => {
    await stage.open('Caps');
    await stage.click('New cap');
    expect(stage.button('Save')?.disabled).toBe(true);
    await stage.fill('User name', 'grace');
    await stage.fill('Tokens', '5000');
    stage.server.answer('POST usage/caps', CAPS.caps[0], 201);
    await stage.click('Save');
    expect(sent()).toEqual({
      user: 'grace',
      cap_type: 'daily',
      requests: null,
      tokens: 5000,
      cost_usd: null
    });
    expect(stage.button('Save')).toBeUndefined();
  });

  // req: R7
  it('changes a cap, whose owner stays', async () => {
    await stage.open('Caps');
    await stage.click('Change the cap of ada');
    expect(stage.field('Requests').value).toBe('100');
    await stage.fill('Requests', '7');
    stage.server.answer('PUT usage/caps/c1', CAPS.caps[0]);
    await stage.click('Save');
    expect(sent()).toEqual({ cap_type: 'daily', requests: 7, tokens: null, cost_usd: '2.5' });
  });

  it('keeps what was written when the server refuses it, and says why', async () => {
    await stage.open('Caps');
    await stage.click('New cap');
    await stage.fill('User name', 'nobody');
    await stage.fill('Requests', '5');
    const refusal = { detail: 'Nobody is called nobody.', code: 'NOT_FOUND' };
    stage.server.answer('POST usage/caps', refusal, 404);
    await stage.click('Save');
    expect(stage.find('[role=alert]').textContent).toContain('Nobody is called nobody.');
    expect(stage.field('User name').value).toBe('nobody');
  });

  it('deletes a cap only when that is meant', async () => {
    await stage.open('Caps');
    stage.server.answer('DELETE usage/caps/c1', undefined, 204);
    stage.consent = false;
    await stage.click('Delete the cap of ada');
    expect(stage.server.changes).toEqual([]);
    stage.consent = true;
    await stage.click('Delete the cap of ada');
    expect(stage.server.changes.map(call => call.path)).toEqual(['usage/caps/c1']);
  });

  // req: R7
  it('says who is in a group, and asks before a group is removed', async () => {
    await stage.open('Caps');
    await stage.click('Change group data-101');
    stage.server.answer('PUT usage/groups/data-101', {});
    await stage.fill('Students, one in a line', 'ada\nlinus');
    await stage.click('Save');
    expect(sent()).toEqual({ members: ['ada', 'linus'] });
    await stage.click('Change group data-101');
    await stage.fill('Students, one in a line', ' ');
    await stage.click('Save');
    expect(stage.asked).toEqual(['Remove group data-101?']);
    expect(sent(1)).toEqual({ members: [] });
  });

  // req: R4
  it('shows every fault of a refused price sheet', async () => {
    await stage.open('Prices');
    const detail = 'Nothing was changed. line 2: input: no number; line 4: a is there twice';
    stage.server.answer('PUT admin/prices', { detail, code: 'VALIDATION' }, 422);
    const input = stage.find('input[type=file]');
    const file = { text: () => Promise.resolve('model,input') };
    Object.defineProperty(input, 'files', { value: [file] });
    await act(async () => {
      input.dispatchEvent(new Event('change', { bubbles: true }));
      await settle();
    });
    const faults = [...stage.host.querySelectorAll('[role=alert] li')].map(li => li.textContent);
    expect(faults).toEqual(['line 2: input: no number', 'line 4: a is there twice']);
  });

  // req: R4
  it('says which price is not known, and writes one', async () => {
    await stage.open('Prices');
    expect(stage.text).toContain('A model whose price is not known is not asked');
    await stage.click('New price');
    await stage.fill('Model', 'new');
    await stage.fill('Input', '1');
    await stage.fill('Output', '2');
    stage.server.answer('POST admin/prices', PRICES.prices[0], 201);
    await stage.click('Save');
    expect(sent()).toEqual({ model: 'new', input: '1', output: '2' });
  });

  // req: R13
  it('saves a switch and a value, and says so', async () => {
    await stage.open('Settings');
    await act(async () => {
      stage.field('Messages of a student').click();
      await settle();
    });
    await stage.fill('Warn at', '90');
    stage.server.answer('PUT admin/settings', SETTINGS);
    await stage.click('Save 2 changes');
    expect(sent()).toEqual({ version: 4, values: { messages_on: false, session_warn_at: 0.9 } });
    expect(stage.find('[role=status]').textContent).toBe('Saved.');
  });

  // req: R13
  it('sends nothing while a value says nothing, and marks it', async () => {
    await stage.open('Settings');
    await stage.fill('Budget', 'five');
    await stage.click('Save 1 change');
    expect(stage.server.changes).toEqual([]);
    expect(stage.field('Budget').getAttribute('aria-invalid')).toBe('true');
    expect(stage.find('[role=alert]').textContent).toBe('A number is needed: Budget');
  });

  // req: R13
  it('says that somebody else was faster, and keeps the changes', async () => {
    await stage.open('Settings');
    await stage.fill('Budget', '2');
    stage.server.answer('PUT admin/settings', { detail: '', code: 'CONFLICT' }, 409);
    stage.server.answer('GET admin/settings', { ...SETTINGS, version: 8 });
    await stage.click('Save 1 change');
    expect(stage.find('[role=alert]').textContent).toContain('Somebody else has changed');
    expect(stage.field('Budget').value).toBe('2');
  });

  it('shows the configured value and who changed it', async () => {
    await stage.open('Settings');
    expect(stage.text).toContain('configured: 20');
    const table = stage.find('table[aria-label="Changes so far"]').textContent;
    expect(table).toContain('grace');
    expect(table).toContain('as configured');
  });

  // req: R6
  it('shows the breaker and resets it when that is meant', async () => {
    await stage.open('Breaker');
    expect(stage.text).toContain('Open. The tutor pauses for everyone.');
    const meter = stage.find('[role=meter]');
    expect(meter.getAttribute('aria-valuetext')).toBe('$100.50 of $100.00 in the last hour');
    expect(stage.text).not.toContain('Last reset');
    const closed = {
      ...BREAKER,
      state: 'closed',
      spent_usd: '0',
      percent: 0,
      reopens_at: null,
      last_reset_at: '2026-11-21T05:00:00+00:00',
      last_reset_by: 'grace'
    };
    stage.server.answer('POST admin/breaker/reset', closed);
    await stage.click('Reset');
    expect(stage.asked).toEqual(['Reset the breaker?']);
    expect(stage.text).toContain('Closed. The tutor answers as usual.');
    expect(stage.text).toContain('Last reset by grace at ');
  });
});
