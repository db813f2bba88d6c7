import { expect, test } from '../fixtures/test.ts';

const REPLY = { text: 'What does the last line of the traceback say?' };

// req: F1 X3
test('what was taken off is not sent', async ({ notebook, panel, double }) => {
  await double.play(REPLY);
  await notebook.run(2);
  await panel.open();
  const along = panel.root.getByRole('group', { name: 'Sent with your message' });
  await along.getByRole('button', { name: 'NameError' }).click();
  await along.getByRole('button', { name: /nearby/ }).click();
  await panel.ask('Why does this fail?');
  await expect(panel.answer(0)).toContainText(REPLY.text);
  const sent = JSON.stringify((await double.journal())[0]?.body);
  expect(sent).toContain('print(totl / len(values))');
  expect(sent).not.toContain("name 'totl' is not defined");
  expect(sent).not.toContain('print(largest)');
});

// req: F1
test('“Ask Tutor” on a cell brings the cursor into the box and sends nothing', async ({
  notebook,
  panel,
  double
}) => {
  await notebook.cell(4).locator('.cm-content').click();
  await notebook.cell(4).getByRole('button', { name: 'Ask the tutor about this cell' }).click();
  await expect(panel.box).toBeFocused();
  await double.play(REPLY);
  expect(await double.journal()).toEqual([]);
  await panel.ask('Where do I start?');
  await expect(panel.answer(0)).toContainText(REPLY.text);
  expect(JSON.stringify((await double.journal())[0]?.body)).toContain('largest = 0');
});

// req: C4
test('a thumb up stays after a reload', async ({ notebook, panel, double }) => {
  await double.play(REPLY);
  await panel.open();
  await panel.ask('Why does this fail?');
  await panel.root.getByRole('button', { name: 'This helped' }).click();
  const thumb = panel.root.getByRole('button', { name: 'This helped', pressed: true });
  await expect(thumb).toBeVisible();
  await notebook.reload();
  await panel.open();
  await expect(thumb).toBeVisible();
});

test('what was typed and not sent survives a reload', async ({ notebook, panel }) => {
  await panel.open();
  await panel.box.fill('half a quest');
  await notebook.reload();
  await panel.open();
  await expect(panel.box).toHaveValue('half a quest');
});
