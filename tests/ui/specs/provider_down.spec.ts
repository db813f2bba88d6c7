import { expect, test } from '../fixtures/test.ts';

const DOWN = { fault: { kind: 'status', status: 503 } } as const;
const QUESTION = 'Why does this cell fail?';

// req: C8 F2
test('the provider is down: an amber message, and retry answers when it is back', async ({
  panel,
  double
}) => {
  await double.always(DOWN);
  await panel.open();
  await panel.ask(QUESTION);
  await expect(panel.trouble).toContainText('temporarily unavailable', { timeout: 30_000 });
  await double.always({ text: 'What does the last line of the traceback say?' });
  await panel.retry.click();
  await expect(panel.answer(0)).toContainText('last line of the traceback');
});

// req: C8
test('the provider is down: the built-in coach can be asked instead', async ({
  notebook,
  panel,
  double
}) => {
  await double.always(DOWN);
  await notebook.run(2);
  await panel.explainError(2);
  await expect(panel.trouble).toBeVisible({ timeout: 30_000 });
  await panel.askCoach.click();
  await expect(panel.answer(0)).toContainText(/totl/);
});
