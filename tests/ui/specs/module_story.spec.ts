import * as fs from 'node:fs';
import * as path from 'node:path';

import { AuthorPage } from '../fixtures/author_page.ts';
import { ModulesPage } from '../fixtures/modules_page.ts';
import { Notebook } from '../fixtures/notebook.ts';
import { Panel } from '../fixtures/panel.ts';
import { expect, test } from '../fixtures/test.ts';

const ANSWER = 2;
const SOLUTION = 'values = [3, 5, 8]\ntotal = sum(values)\nmean = total / len(values)';
const WRONG = 'values = [3, 5, 8]\nmean = sum(values)';
const RIGHT = 'values = [3, 5, 8]\nmean = sum(values) / 3';
const HIDDEN = 'assert round(mean * 7919) == 42235';
const HINTS = [
  'How many values are there, and where does that number occur in your code?',
  'A mean is a sum that is shared out evenly.'
];

test.use({ models: 'coach' });

// req: M1 M2 M3 M4 P10
test('an instructor publishes a module; a student fails, is given the authored hint, passes, and goes on days later', async ({
  browser,
  jupyter,
  notebook,
  panel
}) => {
  test.slow(); // Two servers and two JupyterLabs are started one after the other.
  const author = new AuthorPage(notebook.page);
  await panel.open();
  await author.open();
  await notebook.cell(ANSWER).locator('.cm-content').click();
  await author.role.selectOption('exercise');
  await author.fill('Title', 'Mean of three');
  await author.add('Add hint 1 Question', HINTS[0]!);
  await author.add('Add hint 2 Concept', HINTS[1]!);
  await author.add(/^Add to .*: Solution$/, SOLUTION);
  await author.add(/^Add to .*: Check$/, 'assert abs(mean - 16 / 3) < 1e-9, "3, 5 and 8 have another mean"');
  await author.fill('Name', 'the mean');
  await author.add(/^Add to .*: Check$/, HIDDEN);
  await author.fill('Name', 'to more digits');
  await author.choice('For students').selectOption('hidden');
  await author.root.getByText('This module').click();
  await author.fill('Title', 'Means');
  await author.fill('Name (slug)', 'means');
  await expect(author.publish).toBeEnabled();
  await author.publish.click();
  await notebook.page.getByRole('dialog').getByRole('button', { name: 'Publish' }).click();
  await expect(author.root).toContainText('Published as version 1.');

  await panel.open();
  await panel.makeWide(400);
  const modules = new ModulesPage(panel.page);
  await modules.open();
  await modules.take('Means');
  const taken = fs
    .readdirSync(jupyter.work, { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('means.ipynb') && !name.includes('.ipynb_checkpoints'));
  expect(taken).toHaveLength(1);
  const laid = fs.readFileSync(path.join(jupyter.work, taken[0]!), 'utf8');
  for (const secret of [SOLUTION, HIDDEN, ...HINTS]) {
    expect(laid).not.toContain(JSON.stringify(secret).slice(1, -1));
  }

  await modules.write(ANSWER, WRONG);
  await modules.check('Mean of three');
  await expect(modules.exercise('Mean of three')).toContainText('3, 5 and 8 have another mean');
  await modules.cell(ANSWER).locator('.cm-content').click();
  await panel.open();
  await panel.ask('I am stuck here');
  await expect(panel.answer(0)).toContainText(HINTS[0]!);
  expect(await panel.root.innerText()).not.toContain(HINTS[1]!);
  await panel.photograph('story-authored-hint');

  await modules.write(ANSWER, RIGHT);
  await modules.bar.getByRole('button', { name: 'Check my work' }).click();
  await expect(modules.bar).toContainText('Passed');
  await modules.saved();
  await panel.photograph('story-passed');

  await notebook.page.close();
  await jupyter.kill();
  await jupyter.launch();
  const page = await browser.newPage();
  await new Notebook(page, `http://127.0.0.1:${jupyter.port}`, 'jupyterlab').open();
  const later = new Panel(page);
  await later.open();
  const again = new ModulesPage(page);
  await again.open();
  await expect(again.module('Means')).toContainText('1 of 1');
  await again.take('Means');
  await expect(again.cell(ANSWER)).toContainText('sum(values) / 3');
  await expect(again.exercise('Mean of three')).toContainText('done');
  await later.openHistory();
  await later.root.getByRole('listitem').filter({ hasText: 'I am stuck here' }).first().getByRole('button').first().click();
  await expect(later.answer(0)).toContainText(HINTS[0]!);
  await later.photograph('story-later');
});
