import { asRead, numbered } from '../fixtures/answers.ts';
import { Notebook } from '../fixtures/notebook.ts';
import { Panel } from '../fixtures/panel.ts';
import { expect, test } from '../fixtures/test.ts';

// req: C6
test('a second tab sees the same answer', async ({ context, cable, panel, double }) => {
  const answer = numbered(30);
  await double.play({ tokens: answer, hold_after: 10 });
  await panel.open();
  await panel.ask('Why does my loop stop early?');
  await expect(panel.answer(0)).toContainText('item 10.');

  const second = new Notebook(
    await context.newPage(),
    `http://127.0.0.1:${cable.port}`,
    'jupyterlab'
  );
  await second.open();
  const other = new Panel(second.page);
  await other.open();
  await expect(other.answer(0)).toContainText('item 10.');
  await double.release();
  for (const one of [panel, other]) {
    await expect(one.answer(0)).toContainText('item 30.');
    expect(asRead(await one.answerText(0))).toBe(asRead(answer.join('')));
  }
  expect(await double.journal()).toHaveLength(1);
});
