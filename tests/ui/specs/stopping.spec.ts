import { numbered } from '../fixtures/answers.ts';
import { expect, test } from '../fixtures/test.ts';

// req: C5
test('stop ends the model’s work within three tokens and keeps what was written', async ({
  notebook,
  panel,
  double
}) => {
  await double.play({ tokens: numbered(200), token_delay: 0.2 });
  await panel.open();
  await panel.ask('Why does my loop stop early?');
  await expect(panel.answer(0)).toContainText('item 5.');
  const before = (await double.journal())[0]!.tokens;
  await panel.stop.click();
  await expect.poll(async () => (await double.journal())[0]!.disconnected).toBe(true);
  const after = (await double.journal())[0]!.tokens;
  expect(after - before).toBeLessThanOrEqual(3);

  await expect(panel.answer(0)).toContainText('Stopped by you');
  const kept = await panel.answerText(0);
  await notebook.reload();
  await panel.open();
  await expect(panel.answer(0)).toContainText('Stopped by you');
  expect(await panel.answerText(0)).toBe(kept);
});
