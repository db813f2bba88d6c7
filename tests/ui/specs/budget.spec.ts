import type { Page } from '@playwright/test';

import { seriousFaults } from '../fixtures/accessibility.ts';
import { openAgain } from '../fixtures/notebook.ts';
import { Panel } from '../fixtures/panel.ts';
import { limited } from '../fixtures/prices.ts';
import { expect, test } from '../fixtures/test.ts';

const ANSWER = 'What does the last line of the traceback say?';
const QUESTION = 'Why does this fail?';

test.describe('a session of half a dollar', () => {
  test.use({ env: limited({ session_budget: '0.5' }) });

  // req: R5 R7
  test('the meter moves after an answer', async ({ panel, double }) => {
    await double.play({ text: ANSWER, output_tokens: 100 }, { text: ANSWER, output_tokens: 50 });
    await panel.open();
    await expect(panel.meter('This session')).toHaveCount(0);
    await panel.ask(QUESTION);
    await expect(panel.meter('This session')).toHaveAttribute('aria-valuenow', '20');
    await expect(panel.meter('This session')).toContainText('$0.10 of $0.50');
    await expect(panel.meter('Today')).toContainText('$0.10 of $10.00');
    await panel.ask('And then?');
    await expect(panel.meter('This session')).toHaveAttribute('aria-valuenow', '30');
  });

  // req: R5
  test('the meter is there again after a reload', async ({ notebook, panel, double }) => {
    await double.play({ text: ANSWER, output_tokens: 100 });
    await panel.open();
    await panel.ask(QUESTION);
    await expect(panel.meter('This session')).toHaveAttribute('aria-valuenow', '20');
    await notebook.reload();
    await panel.open();
    await expect(panel.meter('This session')).toHaveAttribute('aria-valuenow', '20');
    await expect(panel.meter('Today')).toContainText('$0.10 of $10.00');
  });

  // req: R5
  test('the warning comes at 80 %', async ({ panel, double }) => {
    await double.play({ text: ANSWER, output_tokens: 240 }, { text: ANSWER, output_tokens: 160 });
    await panel.open();
    await panel.ask(QUESTION);
    await expect(panel.meter('This session')).toHaveAttribute('aria-valuenow', '48');
    await expect(panel.log).not.toContainText('You have used');
    await panel.ask('And then?');
    await expect(panel.meter('This session')).toHaveAttribute('aria-valuenow', '80');
    await expect(panel.log).toContainText('You have used $0.40 of $0.50 for this session.');
    await panel.photograph('budget-warning');
    expect(await seriousFaults(panel.page, panel.selector)).toEqual([]);
  });

  // req: R5
  test('a used-up session says so and when it ends, and what was typed is kept', async ({
    panel,
    double
  }) => {
    await double.play({ text: ANSWER, output_tokens: 400 });
    await panel.open();
    await panel.ask(QUESTION);
    await expect(panel.meter('This session')).toHaveAttribute('aria-valuenow', '80');
    await panel.ask('And then?');
    await expect(panel.trouble).toContainText('Budget exceeded');
    await expect(panel.trouble).toContainText(/You can ask again in \d\d:\d\d/);
    await expect(panel.retry).toBeDisabled();
    await expect(panel.banner).toContainText('The tutor has ended this session: Budget exceeded.');
    await expect(panel.banner).toContainText(/You can ask again in \d\d:\d\d/);
    await expect(panel.questions.last()).toContainText('And then?');
    await panel.photograph('budget-used-up');
    expect(await seriousFaults(panel.page, panel.selector)).toEqual([]);
  });
});

test.describe('a student who asks too fast', () => {
  const limits = { throttle_on: true, throttle_cost: '0.1', throttle_marker: 4 };
  test.use({ env: limited(limits) });

  // req: R8
  test('a refusal counts down and then lets the student ask again', async ({ panel, double }) => {
    await double.play({ text: ANSWER, output_tokens: 100 }, { text: 'The second answer.' });
    await panel.open();
    await panel.ask(QUESTION);
    await expect(panel.answer(0)).toContainText(ANSWER);
    await panel.ask('And then?');
    await expect(panel.trouble).toContainText(/You can ask again in 0:0[1-4]/);
    await expect(panel.retry).toBeDisabled();
    await panel.box.fill('typed meanwhile');
    await expect(panel.trouble).toContainText('You can ask again now.', { timeout: 10_000 });
    await panel.retry.click();
    await expect(panel.answer(1)).toContainText('The second answer.');
    await expect(panel.trouble).toBeHidden();
    await expect(panel.box).toHaveValue('typed meanwhile');
  });
});

// req: C1
test('a fourth panel is told to close one', async ({ panel, page }) => {
  await panel.open();
  await openSockets(page, 2);
  const other = new Panel(await openAgain(page));
  await other.open();
  await expect(other.banner).toContainText('Too many connections');
  await other.photograph('too-many-connections');
  await page.close();
  await other.banner.getByRole('button', { name: 'Try again' }).click();
  await expect(other.banner).toBeHidden();
});

/** Connect as so many further panels do, from the page that is open. */
async function openSockets(page: Page, count: number): Promise<void> {
  await page.evaluate(async wanted => {
    const opened = Array.from({ length: wanted }, () => {
      const socket = new WebSocket(`${location.origin.replace('http', 'ws')}/tutor/ws/chat`);
      return new Promise<WebSocket>((resolve, reject) => {
        socket.onopen = () => resolve(socket);
        socket.onerror = reject;
      });
    });
    Object.assign(window, { furtherPanels: await Promise.all(opened) });
  }, count);
}
