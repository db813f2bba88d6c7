import * as fs from 'node:fs/promises';

import { expect, test } from '../fixtures/test.ts';

const QUESTION = 'Why is the mean wrong?';
const ANSWER = 'Which two numbers do you divide?';

// req: C4
test('find an old conversation, rename it, export it, delete it', async ({
  notebook,
  panel,
  double
}) => {
  const { page } = notebook;
  await double.play({ text: ANSWER });
  await panel.open();
  await panel.ask(QUESTION);
  await expect(panel.answer(0)).toContainText(ANSWER);
  await expect(panel.send).toBeVisible();
  await panel.openHistory();

  const search = panel.root.getByRole('searchbox');
  const item = panel.root.getByRole('listitem').filter({ hasText: '2 messages' });
  await search.fill('photosynthesis');
  await expect(panel.root.getByText(/No conversation mentions/)).toBeVisible();
  await search.fill('divide');
  await expect(item).toContainText(QUESTION);

  await item.hover();
  await item.getByRole('button', { name: /^Rename/ }).click();
  await page.keyboard.type('About means');
  await page.keyboard.press('Enter');
  await expect(item).toContainText('About means');

  await item.hover();
  await item.getByRole('button', { name: /^Export/ }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: 'Export as Markdown' }).click();
  const text = await fs.readFile(await (await download).path(), 'utf8');
  expect(text).toContain(QUESTION);
  expect(text).toContain(ANSWER);

  await item.hover();
  await item.getByRole('button', { name: /^Delete/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await expect(item).toHaveCount(0);
});
