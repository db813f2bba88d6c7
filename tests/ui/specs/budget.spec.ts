import type { Page } from '@playwright/test';

import { expect, test } from '../fixtures/test.ts';
import { Panel } from '../fixtures/panel.ts';

const ANSWER = 'What does the last line of the traceback say?';
const QUESTION = 'Why does this fail?';

/** A model whose every written token costs a tenth of a cent, and these limits. */
function priced(limits: Record<string, unknown>): Record<string, string> {
  return {
    JUPYTER_TUTOR_OPENAI_MODEL: 'gpt-test',
    JUPYTER_TUTOR_PRICES: JSON.stringify({ 'gpt-test': { input: 0, output: 1000 } }),
    JUPYTER_TUTOR_LIMITS: JSON.stringify(limits)
  };
}

test.describe('a session of half a dollar', () => {
  test.use({ env: priced({ session_budget: '0.5' }) });

  // req: R5 R7
  test('the meter moves with every answer and the warning comes at 80 %', async ({
    panel,
    double
  }) => {
    await double.play(
      { text: ANSWER, output_tokens: 100 },
      { text: ANSWER, output_tokens: 300 }
    );
    await panel.open();
    await expect(panel.meter('This session')).toHaveCount(0);
    await panel.ask(QUESTION);
    await expect(panel.meter('This session')).toHaveAttribute('aria-valuenow', '20');
    await expect(panel.meter('This session')).toContainText('$0.10 of $0.50');
    await expect(panel.meter('Today')).toContainText('$0.10 of $10.00');
    await panel.ask('And then?');
    await expect(panel.meter('This session')).toHaveAttribute('aria-valuenow', '80');
    await expect(panel.log).toContainText('You have used $0.40 of $0.50 for this session.');
    await panel.photograph('budget-warning');
  });

  // req: R5
  test('a used-up session says so, and what was typed is kept', async ({ panel, double }) => {
    await double.play({ text: ANSWER, output_tokens: 400 });
    await panel.open();
    await panel.ask(QUESTION);
    await expect(panel.meter('This session')).toHaveAttribute('aria-valuenow', '80');
    await panel.ask('And then?');
    await expect(panel.trouble).toContainText('Budget exceeded');
    await expect(panel.banner).toContainText('The tutor has ended this session: Budget exceeded.');
    await expect(panel.questions.last()).toContainText('And then?');
    await panel.photograph('budget-used-up');
  });
});

test.describe('a student who asks too fast', () => {
  const limits = { throttle_on: true, throttle_cost: '0.1', throttle_marker: 4 };
  test.use({ env: priced(limits) });

  // req: R8
  test('is refused, sees the seconds pass, and asks again', async ({ panel, double }) => {
    await double.play({ text: ANSWER, output_tokens: 100 }, { text: 'The second answer.' });
    await panel.open();
    await panel.ask(QUESTION);
    await expect(panel.answer(0)).toContainText(ANSWER);
    await panel.ask('And then?');
    await expect(panel.trouble).toContainText(/Again in 0:0[1-4]/);
    await expect(panel.trouble).toBeHidden({ timeout: 10_000 });
    await panel.root.getByRole('button', { name: 'Ask again' }).click();
    await expect(panel.answer(1)).toContainText('The second answer.');
  });
});

test.describe('one panel at a time', () => {
  test.use({ env: { JUPYTER_TUTOR_LIMITS: JSON.stringify({ connections: 1 }) } });

  // req: C1
  test('a second window is told to close the first', async ({ panel, page }) => {
    await panel.open();
    await expect(panel.banner).toBeHidden();
    const other = await openAgain(page);
    await other.open();
    await expect(other.banner).toContainText('The tutor is open in too many windows');
    await page.close();
    await other.banner.getByRole('button', { name: 'Connect again' }).click();
    await expect(other.banner).toBeHidden();
  });
});

async function openAgain(page: Page): Promise<Panel> {
  const other = await page.context().newPage();
  await other.goto(page.url());
  await other.locator('#jupyterlab-splash').waitFor({ state: 'detached' });
  await expect(other.locator('.jp-Notebook .jp-Cell').first()).toBeVisible({ timeout: 45_000 });
  return new Panel(other);
}
