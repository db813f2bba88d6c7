import type { Page } from '@playwright/test';

import { SHORTCUT } from '../fixtures/panel.ts';
import { expect, test } from '../fixtures/test.ts';

/** What a screen reader would call the focused element. */
async function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const node = document.activeElement;
    return (node?.getAttribute('aria-label') ?? node?.textContent ?? '').trim();
  });
}

/** Names of what Shift+Tab reaches on the way from the box back to the panel's head. */
async function walkBack(page: Page, to: string): Promise<string[]> {
  const names: string[] = [];
  while (names.length < 60 && names.at(-1) !== to) {
    await page.keyboard.press('Shift+Tab');
    names.push(await focused(page));
  }
  return names;
}

// req: F3
test('by keyboard alone: ask, reach everything in reading order, look into the history, go back', async ({
  notebook,
  panel,
  double
}) => {
  const { page } = notebook;
  await double.play({ text: 'Which name is not defined?' });
  await notebook.run(2);
  await page.keyboard.press(SHORTCUT);
  await expect(panel.box).toBeFocused();
  await page.keyboard.type('Why does this fail?');
  await page.keyboard.press('Enter');
  await expect(panel.answer(0)).toContainText('Which name is not defined?');
  await expect(panel.box).toBeFocused();

  const names = await walkBack(page, 'History');
  const stations = ['This did not help', 'This helped', 'Copy the answer', 'Conversation'];
  stations.push('More: settings, what is sent, export', 'New conversation', 'History');
  expect(names.filter(name => stations.includes(name))).toEqual(stations);

  await page.keyboard.press('Enter');
  await expect(panel.root.getByRole('heading', { name: 'History' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(panel.box).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.locator('.jp-Notebook :focus, .jp-Notebook:focus').first()).toBeAttached();
});

// req: F3
test('a screen reader hears finished sentences, and the answering never takes the cursor', async ({
  notebook,
  panel,
  double
}) => {
  const tokens = ['Look at ', 'line 3. ', 'Which name ', 'is new?'];
  await double.play({ tokens, hold_after: 3 });
  await panel.open();
  await panel.ask('Why does this fail?');
  await expect(panel.announcer).toHaveText('Look at line 3.');
  await notebook.cell(4).locator('.cm-content').click();
  await double.release();
  await expect(panel.announcer).toHaveText('Which name is new?');
  await expect(notebook.cell(4).locator('.cm-content')).toBeFocused();
});
