import * as fs from 'node:fs';
import * as path from 'node:path';

import { seriousFaults } from '../fixtures/accessibility.ts';
import { AuthorPage } from '../fixtures/author_page.ts';
import { NOTEBOOK } from '../fixtures/course.ts';
import { TOKEN } from '../fixtures/jupyter.ts';
import { openAgain } from '../fixtures/notebook.ts';
import { expect, test } from '../fixtures/test.ts';

const CODE = 2;
const SOLUTION = 'values = [3, 5, 8]\nprint(sum(values) / len(values))';
const HIDDEN = 'assert round(total / 7919) == 0';
const HINT = 'Which two names on lines 2 and 3 are meant to be the same?';
const SECRETS = [SOLUTION, HIDDEN, HINT];

test.use({ models: 'coach' });

// req: M3
// req: M4
test('an instructor makes a plain notebook a module: marks it up, mends a fault, previews, publishes', async ({
  notebook,
  panel,
  jupyter
}) => {
  const { page } = notebook;
  const author = new AuthorPage(page);
  await panel.open();
  await author.open();

  await notebook.cell(CODE).locator('.cm-content').click();
  await author.role.selectOption('exercise');
  await expect(author.field('Id')).toHaveValue('mean-of-a-list');
  await author.fill('Points', '2');
  await author.add('Add hint 1 Question', HINT);
  await author.add('Add hint 2 Concept', 'A name that was never given a value raises NameError.');
  await author.add(/^Add to .*: Solution$/, SOLUTION);
  await author.add(/^Add to .*: Check$/, 'assert total == 16');
  await author.fill('Name', 'the total');
  await author.add(/^Add to .*: Check$/, 'assert round(');
  await author.fill('Name', 'another total');
  await author.choice('For students').selectOption('hidden');
  await author.add(/^Add to .*: Common mistake$/, 'A name has to be written the same everywhere.');
  await author.fill('the cell ends in', 'NameError');
  expect(await author.labels()).toEqual([
    null,
    null,
    'Exercise · mean of a list',
    'Hint 1 · mean of a list',
    'Hint 2 · mean of a list',
    'Solution · mean of a list',
    'Check · mean of a list',
    'Hidden check · mean of a list',
    'Common mistake · mean of a list',
    null,
    null
  ]);

  await author.root.getByText('This module').click();
  await author.fill('Title', 'Means');
  await author.fill('Name (slug)', 'means');

  // A fault shows while it is made, leads to its cell, and goes when it is mended.
  const fault = author.faults.filter({ hasText: 'The code cannot be run' });
  await expect(fault).toContainText('cell 8');
  await fault.getByRole('button').click();
  await expect(notebook.cell(7)).toHaveClass(/jp-mod-active/);
  await notebook.write(7, HIDDEN);
  await expect(fault).toHaveCount(0);
  await expect(author.summary).not.toContainText('error');
  await expect(author.publish).toBeEnabled();
  expect(await seriousFaults(page, author.selector)).toEqual([]);
  await panel.photograph('author');

  await author.preview.click();
  await expect(page.getByRole('tab', { name: 'mean (preview).ipynb' })).toBeVisible();
  await expect(author.root).toContainText('As students get it');
  const preview = fs.readFileSync(path.join(jupyter.work, 'mean (preview).ipynb'), 'utf8');
  expect(preview).toContain('assert total == 16');
  for (const secret of SECRETS) {
    expect(preview).not.toContain(JSON.stringify(secret).slice(1, -1));
  }
  await panel.photograph('author-preview');

  await page.getByRole('tab', { name: NOTEBOOK }).click();
  await author.publish.click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('Students find it among the modules');
  await dialog.getByRole('button', { name: 'Publish' }).click();
  await expect(author.root).toContainText('Published as version 1.');
  const get = async <T>(name: string): Promise<T> => {
    const url = `${new URL(page.url()).origin}/tutor/api/${name}?token=${TOKEN}`;
    return (await (await page.request.get(url)).json()) as T;
  };
  const { modules } = await get<{ modules: { id: string }[] }>('modules');
  expect(modules).toMatchObject([{ slug: 'means', title: 'Means', version: 1, total: 1 }]);

  // The same again is no new version.
  await author.publish.click();
  await expect(dialog).toContainText('stays as it is in version 1');
  await dialog.getByRole('button', { name: 'Publish' }).click();
  await expect(author.root).toContainText('Unchanged: version 1 stays.');
  expect((await get<{ status: string }>(`progress/${modules[0]!.id}`)).status).toBe('not_started');

  await author.root.getByText('Policy and exam').click();
  await author.root.getByLabel('From').fill('2027-05-12T09:00');
  await author.root.getByLabel('Until').fill('2027-05-12T11:00');
  await author.root.getByRole('button', { name: 'Set the exam' }).click();
  await expect(author.root).toContainText('Exam: May 12, 2027, 9:00 AM to May 12, 2027, 11:00 AM');
  await panel.photograph('author-published');
  expect(await seriousFaults(page, author.selector)).toEqual([]);

  await author.root.getByRole('button', { name: 'Unpublish' }).click();
  await dialog.getByRole('button', { name: 'Unpublish' }).click();
  await expect(author.root).toContainText('Not published.');
  expect((await get<{ modules: object[] }>('modules')).modules).toEqual([]);
});

// req: M4
test('a student has nothing of it', async ({ notebook, panel }) => {
  const me = { id: 'u', username: 'ada', display_name: 'Ada', email: null, roles: ['student'] };
  const page = await openAgain(notebook.page);
  await page.route('**/tutor/api/auth/me*', route => route.fulfill({ json: me }));
  await page.reload();
  await expect(page.locator('.jp-Notebook .jp-Cell').first()).toBeVisible({ timeout: 45_000 });
  const asked = page.waitForResponse('**/tutor/api/auth/me*');
  await page.keyboard.press('Control+Alt+y');
  await asked;
  await expect(page.locator('.tutor-panel')).toBeVisible();
  await page.locator('.tutor-panel').getByRole('button', { name: /^More/ }).click();
  await expect(page.getByRole('menuitem', { name: 'Tutor Settings…' })).toBeVisible();
  await expect(page.getByRole('menuitem', { name: 'Author This Notebook' })).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(new AuthorPage(page).tab).toHaveCount(0);
  // The same server shows it to an instructor.
  await panel.open();
  await expect(new AuthorPage(notebook.page).tab).toHaveCount(1);
});

test('marks up by keyboard alone', async ({ notebook, panel }) => {
  const { page } = notebook;
  const author = new AuthorPage(page);
  await panel.open();
  await expect(author.tab).toBeVisible();
  await notebook.cell(CODE).locator('.cm-content').click();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+Shift+c');
  await page.keyboard.type('Author This Notebook');
  await page.keyboard.press('Enter');
  await expect(author.root).toBeVisible();
  await expect(author.role).toBeFocused();
  await page.keyboard.press('E');
  await expect(author.field('Id')).toHaveValue('mean-of-a-list');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Control+a');
  await page.keyboard.type('the-mean');
  await page.keyboard.press('Escape');
  await expect(author.field('Id')).toHaveValue('mean-of-a-list');
  await page.keyboard.press('Control+a');
  await page.keyboard.type('the-mean');
  await page.keyboard.press('Tab');
  await expect(author.exercises).toContainText('the-mean · cell 3');
});

// req: M3
test('marking is undone as any edit of the notebook, and leaves foreign metadata alone', async ({
  notebook,
  panel,
  jupyter
}) => {
  const { page } = notebook;
  const author = new AuthorPage(page);
  await panel.open();
  await author.open();
  await notebook.cell(CODE).locator('.cm-content').click();
  await author.role.selectOption('exercise');
  await author.fill('Title', 'The mean');
  await author.role.selectOption('solution');
  const saved = async (): Promise<unknown> => {
    await page.keyboard.press('Control+s');
    await expect(page.locator('.jp-NotebookPanel.jp-mod-dirty, .jp-mod-dirty')).toHaveCount(0);
    const text = fs.readFileSync(path.join(jupyter.work, NOTEBOOK), 'utf8');
    return (JSON.parse(text) as { cells: { metadata: unknown }[] }).cells[CODE]!.metadata;
  };
  expect(await saved()).toEqual({ jupyter_tutor: { role: 'solution' } });
  await notebook.cell(CODE).locator('.jp-InputPrompt').click();
  await page.keyboard.press('z');
  await expect(author.field('Title')).toHaveValue('The mean');
  await page.keyboard.press('z');
  await expect(author.field('Title')).toHaveValue('');
  await page.keyboard.press('z');
  await expect(author.role).toHaveValue('');
  expect(await saved()).toEqual({});
});

for (const theme of ['JupyterLab Light', 'JupyterLab Dark'] as const) {
  test.describe(theme, () => {
    test.use({ theme });

    test(`is readable in ${theme}, and says so when the server is away`, async ({
      notebook,
      panel,
      cable
    }) => {
      const author = new AuthorPage(notebook.page);
      await panel.open();
      await author.open();
      await notebook.cell(CODE).locator('.cm-content').click();
      await author.role.selectOption('exercise');
      await author.add('Add hint 1 Question', HINT);
      await expect(author.summary).toHaveText('1 warning');
      expect(await seriousFaults(notebook.page, author.selector)).toEqual([]);
      await panel.photograph(`author-${theme.endsWith('Dark') ? 'dark' : 'light'}`);

      // JupyterLab says the same in a dialog of its own, some time later.
      const dialog = notebook.page.getByRole('dialog').filter({ hasText: 'Server Connection' });
      await notebook.page.addLocatorHandler(dialog, async () => {
        await dialog.getByRole('button', { name: 'Close' }).click();
      });
      cable.cut();
      await author.add('Add hint 2 Concept', 'A name is a label on a value.');
      await expect(author.root.getByRole('alert')).toContainText('does not answer');
      await expect(author.exercises).toContainText('Hints');
      await panel.photograph(`author-offline-${theme.endsWith('Dark') ? 'dark' : 'light'}`);
      cable.mend();
      await expect(author.root.getByRole('alert')).toHaveCount(0, { timeout: 20_000 });
    });
  });
}
