import { seriousFaults } from '../fixtures/accessibility.ts';
import type { LedgerCall } from '../fixtures/jupyter.ts';
import { limited } from '../fixtures/prices.ts';
import { openAgain } from '../fixtures/notebook.ts';
import { expect, test } from '../fixtures/test.ts';
import { type Section, UsagePage } from '../fixtures/usage_page.ts';

const ANSWER = 'What does the last line of the traceback say?';
const SECTIONS: Section[] = [
  'Overview',
  'Students and models',
  'Decisions',
  'Caps',
  'Prices',
  'Settings',
  'Breaker'
];

test.use({ env: limited({ messages_per_minute: 20 }) });

/** The sums of the ledger as a person reads them: cost, requests, tokens in, tokens out. */
function sums(calls: readonly LedgerCall[]): string[] {
  const total = (of: (call: LedgerCall) => number): number =>
    calls.reduce((sum, call) => sum + of(call), 0);
  const cost = total(call => Number(call.cost_usd)).toFixed(2);
  const counts = [
    calls.length,
    total(call => call.input_tokens),
    total(call => call.output_tokens)
  ];
  return [`$${cost}`, ...counts.map(count => count.toLocaleString('en'))];
}

// req: R12
test('the page shows the same totals as the ledger', async ({ panel, double, jupyter }) => {
  await double.play({ text: ANSWER, output_tokens: 1200 }, { text: ANSWER, output_tokens: 340 });
  await panel.open();
  await panel.ask('Why does this fail?');
  await expect(panel.meter('Today')).toContainText('$1.20');
  await panel.ask('And then?');
  await expect(panel.meter('Today')).toContainText('$1.54');
  const [cost, ...counts] = sums(await jupyter.ledger());
  expect(cost).toBe('$1.54');
  const usage = new UsagePage(panel.page);
  await usage.open();
  await expect.poll(() => usage.totals('Today')).toEqual([cost, ...counts]);
  expect(await usage.totals('This week')).toEqual([cost, ...counts]);
  expect(await usage.totals('This month')).toEqual([cost, ...counts]);
  await expect(usage.root.getByRole('figure').locator('svg')).not.toHaveCount(0);
  await usage.show('Students and models');
  expect(await usage.row('Usage per model', 'gpt-test')).toEqual([
    'gpt-test',
    'openai',
    ...counts,
    cost
  ]);
});

// req: P6
test('an instructor reads how each message was understood', async ({ panel, double }) => {
  await double.always({ text: ANSWER });
  await panel.open();
  await panel.ask('Why does this fail?');
  await expect(panel.answer(0)).toContainText(ANSWER);
  await panel.ask('I tried to rename it');
  await expect(panel.answer(1)).toContainText(ANSWER);
  const usage = new UsagePage(panel.page);
  await usage.open();
  await expect(async () => {
    await usage.show('Decisions');
    const rows = usage.root.getByRole('table', { name: 'Decisions' }).getByRole('row');
    await expect(rows).toHaveCount(3, { timeout: 500 });
    await expect(rows.nth(1)).toContainText('shows an attempt');
    await expect(rows.nth(2)).toContainText('(new)');
  }).toPass();
});

// req: R13
test('a limit changed there holds for the next message', async ({ panel, double }) => {
  await double.always({ text: ANSWER });
  await panel.open();
  await panel.ask('Why does this fail?');
  await expect(panel.answer(0)).toContainText(ANSWER);
  const usage = new UsagePage(panel.page);
  await usage.open();
  await usage.show('Settings');
  await usage.field('Messages per minute').fill('1');
  await usage.save();
  await panel.ask('And then?');
  await expect(panel.trouble).toContainText('Rate limit reached');
  await usage.switch('Messages of a student').uncheck();
  await usage.save();
  await expect(usage.root.getByRole('table', { name: 'Changes so far' })).toContainText(
    'messages_on'
  );
  await panel.ask('And now?');
  await expect(panel.answer(1)).toContainText(ANSWER);
});

// req: R13
test('settings that somebody else has changed meanwhile are loaded again', async ({ panel }) => {
  const other = new UsagePage(await openAgain(panel.page));
  const usage = new UsagePage(panel.page);
  await usage.open();
  await usage.show('Settings');
  await other.open();
  await other.show('Settings');
  await other.field('Messages per minute').fill('7');
  await other.save();
  await usage.field('Calls per minute').fill('99');
  await usage.root.getByRole('button', { name: 'Save 1 change' }).click();
  await expect(usage.root.getByRole('alert')).toContainText('Somebody else has changed');
  await expect(usage.field('Messages per minute')).toHaveValue('7');
  await expect(usage.field('Calls per minute')).toHaveValue('99');
  await usage.save();
});

// req: R7
test('a cap and a price are written, changed and deleted', async ({ panel, double }) => {
  await double.always({ text: ANSWER });
  await panel.open();
  await panel.ask('Why does this fail?');
  await expect(panel.answer(0)).toContainText(ANSWER);
  const usage = new UsagePage(panel.page);
  await usage.open();
  await usage.show('Students and models');
  const me = await usage.root
    .getByRole('table', { name: 'Usage per student' })
    .getByRole('cell')
    .first()
    .innerText();
  await usage.show('Caps');
  await usage.root.getByRole('button', { name: 'New cap' }).click();
  await usage.field('User name').fill(me);
  await usage.field('Requests').fill('50');
  await usage.root.getByRole('button', { name: 'Save' }).click();
  await expect.poll(() => usage.row('Caps of students and groups', me)).toContain('50');
  await usage.root.getByRole('button', { name: `Delete the cap of ${me}` }).click();
  await panel.page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await expect(usage.root).toContainText('Nobody has a cap of their own');

  await usage.show('Prices');
  await usage.root.getByLabel('CSV file with prices').setInputFiles({
    name: 'prices.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from('model,input,output\nmodel-a,1,2\nmodel-b,x,2\nmodel-a,1,2\n')
  });
  await expect(usage.root.getByRole('alert').getByRole('listitem')).toHaveText([
    /^line 3: /,
    /^line 4: /
  ]);
  await usage.root.getByLabel('CSV file with prices').setInputFiles({
    name: 'prices.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from('model,input,output\nmodel-a,1,2\n')
  });
  await expect(usage.root.getByRole('status')).toHaveText('1 price was written.');
  await expect.poll(() => usage.row('Prices of this site', 'model-a')).toContain('$2.00');
});

for (const [name, theme] of [
  ['light', 'JupyterLab Light'],
  ['dark', 'JupyterLab Dark']
] as const) {
  test.describe(name, () => {
    test.use({ theme });

    // req: F3
    test(`no serious accessibility fault in any section, by keyboard alone, ${name}`, async ({
      panel,
      double
    }) => {
      await double.always({ text: ANSWER, output_tokens: 100 });
      await panel.open();
      await panel.ask('Why does this fail?');
      await expect(panel.meter('Today')).toBeVisible();
      const usage = new UsagePage(panel.page);
      await usage.open();
      await usage.root.getByRole('tab', { name: 'Overview' }).focus();
      for (const section of SECTIONS) {
        const tab = usage.root.getByRole('tab', { name: section });
        await expect(tab).toBeFocused();
        await expect(tab).toHaveAttribute('aria-selected', 'true');
        await expect(usage.root.locator('[aria-busy="true"]')).toHaveCount(0);
        expect.soft(await seriousFaults(panel.page, usage.selector), section).toEqual([]);
        await panel.photograph(`${name}-usage-${section.toLowerCase().replaceAll(' ', '-')}`);
        await panel.page.keyboard.press('ArrowRight');
      }
    });
  });
}
