import * as fs from 'node:fs';
import * as path from 'node:path';

import { NOTEBOOK } from '../fixtures/course.ts';
import { Notebook } from '../fixtures/notebook.ts';
import { root } from '../fixtures/places.ts';
import { expect, test as base } from '../fixtures/test.ts';

/** A marked notebook that is no module, in place of the tests' own. */
const test = base.extend({
  notebook: async ({ page, cable, app, jupyter }, use) => {
    const example = path.join(root, 'examples', 'lists-and-loops.ipynb');
    fs.copyFileSync(example, path.join(jupyter.work, NOTEBOOK));
    const notebook = new Notebook(page, `http://127.0.0.1:${cable.port}`, app);
    await notebook.open();
    await use(notebook);
  }
});

const DATA = 2;
const WARMER = 8;

test.use({ models: 'coach' });

test('a student takes the example course with the coach: a failing exercise, a hint, the next step', async ({
  notebook,
  panel
}) => {
  await panel.open();
  await panel.makeWide(400);
  await notebook.run(DATA);
  await notebook.run(WARMER);
  await panel.explainError(WARMER);
  await expect(panel.answer(0)).toContainText('IndexError');
  await expect(panel.ladder).toContainText('Hint 1 of 5');
  await expect(panel.ladder).toContainText('Exercise 2 · How often did it get warmer?');
  await panel.photograph('guide-student');

  await notebook.cell(WARMER).locator('.cm-content').click();
  await notebook.page.keyboard.press('Control+End');
  await notebook.page.keyboard.insertText('\nprint(len(temperatures))');
  await notebook.run(WARMER);
  await panel.ask('I printed the length. What now?');
  await expect(panel.answer(1)).toBeVisible();
  await expect(panel.ladder).toContainText('Hint 2 of 5');
  await panel.photograph('guide-instructor');
});

test('the panel says what is sent to whom, before anything is', async ({ notebook, panel }) => {
  await panel.open();
  await panel.makeWide(400);
  await notebook.run(DATA);
  await panel.root.getByRole('button', { name: 'What is sent', exact: true }).click();
  await expect(panel.root).toContainText('nothing leaves this machine');
  await panel.photograph('guide-admin');
});
