import { asRead, numbered } from '../fixtures/answers.ts';
import { expect, test } from '../fixtures/test.ts';

const ANSWER = numbered(40);
const WHOLE = asRead(ANSWER.join(''));
const QUESTION = 'Why does my loop stop early?';

// req: C6 F2
test('the network drops and returns: a banner, then the rest, nothing missing or doubled', async ({
  panel,
  double,
  cable
}) => {
  await double.play({ tokens: ANSWER, hold_after: 20 });
  await panel.open();
  await panel.ask(QUESTION);
  await expect(panel.answer(0)).toContainText('item 20.');
  cable.cut();
  await expect(panel.banner).toContainText('Connection lost. Reconnecting');
  await panel.box.fill('typed while offline');
  await double.release();
  await expect.poll(async () => (await double.journal())[0]!.state).toBe('complete');
  cable.mend();
  await expect(panel.answer(0)).toContainText('item 40.', { timeout: 30_000 });
  await expect(panel.banner).toBeHidden();
  expect(asRead(await panel.answerText(0))).toBe(WHOLE);
  await expect(panel.box).toHaveValue('typed while offline');
});

// req: C6
test('an answer that still runs when the network returns goes on where it was', async ({
  panel,
  double,
  cable
}) => {
  await double.play({ tokens: ANSWER, hold_after: 20 });
  await panel.open();
  await panel.ask(QUESTION);
  await expect(panel.answer(0)).toContainText('item 20.');
  cable.cut();
  await expect(panel.banner).toBeVisible();
  cable.mend();
  await expect(panel.banner).toBeHidden({ timeout: 30_000 });
  await double.release();
  await expect(panel.answer(0)).toContainText('item 40.');
  expect(asRead(await panel.answerText(0))).toBe(WHOLE);
});

// req: C3
test('the server is killed in mid-answer: question and partial answer are there, marked interrupted', async ({
  notebook,
  panel,
  double,
  jupyter
}) => {
  test.slow(); // Two servers and two JupyterLabs are started one after the other.
  await double.play({ tokens: numbered(400), token_delay: 0.05 });
  await panel.open();
  await panel.ask(QUESTION);
  await expect.poll(() => jupyter.stored()).toContain('item 20.');
  await jupyter.kill();
  await jupyter.launch();
  await notebook.reload();
  await panel.open();
  await expect(panel.questions.nth(0)).toContainText(QUESTION);
  await expect(panel.answer(0)).toContainText('item 20.');
  await expect(panel.answer(0)).toContainText(/interrupted/i);
});
