import * as fs from 'node:fs';
import * as path from 'node:path';

import { seriousFaults } from '../fixtures/accessibility.ts';
import { AuthorPage } from '../fixtures/author_page.ts';
import { NOTEBOOK } from '../fixtures/course.ts';
import { TOKEN } from '../fixtures/jupyter.ts';
import { expect, test } from '../fixtures/test.ts';

const CODE = 2;
const SOLUTION = 'values = [3, 5, 8]\nprint(sum(values) / len(values))';
const HIDDEN = 'assert round(total / 7919) == 0';
const HINT = 'Which two names on lines 2 and 3 are meant to be the same?';
const SECRETS = [SOLUTION, HIDDEN, HINT];

test.use({ models: 'coach' });

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
  const url = `${new URL(page.url()).origin}/tutor/api/modules?token=${TOKEN}`;
  const { modules } = (await (await page.request.get(url)).json()) as { modules: object[] };
  expect(modules).toMatchObject([{ slug: 'mean', version: 1, total: 1 }]);

  // The same again is no new version.
  await author.publish.click();
  await expect(dialog).toContainText('stays as it is in version 1');
  await dialog.getByRole('button', { name: 'Publish' }).click();
  await expect(author.root).toContainText('Unchanged: version 1 stays.');
});

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
