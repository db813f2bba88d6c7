import * as fs from 'node:fs';
import * as path from 'node:path';

import { seriousFaults } from '../fixtures/accessibility.ts';
import {
  ANSWER,
  COURSE,
  EXERCISE,
  MODULE,
  NOTEBOOK_PATH,
  publishCourse,
  RIGHT,
  SECRET,
  WRONG
} from '../fixtures/module.ts';
import { ModulesPage } from '../fixtures/modules_page.ts';
import { Notebook } from '../fixtures/notebook.ts';
import { Panel } from '../fixtures/panel.ts';
import { expect, test as base } from '../fixtures/test.ts';

/** The panel open on the modules of a course that was just published. */
const test = base.extend<{ modules: ModulesPage }>({
  modules: async ({ jupyter, panel }, use) => {
    await publishCourse(jupyter);
    await panel.open();
    await panel.makeWide(400);
    const modules = new ModulesPage(panel.page);
    await modules.open();
    await use(modules);
  }
});

test.use({ models: 'coach' });

// req: F4 M1 M2
test('a student takes a module, fails a check, passes, and goes on after a server restart', async ({
  jupyter,
  modules,
  notebook,
  panel
}) => {
  test.slow(); // Two servers and two JupyterLabs are started one after the other.
  await expect(modules.list.getByRole('heading', { name: COURSE })).toBeVisible();
  await expect(modules.module('Spread')).toContainText(`Best after: ${MODULE}`);
  await expect(modules.module(MODULE)).toContainText('about 25 min');
  await expect(modules.module(MODULE)).toContainText('0 of 2 exercises done');
  await panel.photograph('modules-list');

  await modules.take(MODULE);
  const laid = fs.readFileSync(path.join(jupyter.work, NOTEBOOK_PATH), 'utf8');
  expect(laid).not.toContain(SECRET);
  await expect(modules.exercise(EXERCISE)).toContainText('not started');
  await modules.run(1);
  await modules.write(ANSWER, WRONG);
  await modules.check(EXERCISE);
  await expect(modules.exercise(EXERCISE)).toContainText('1 of 2 checks passed');
  await expect(modules.exercise(EXERCISE)).toContainText('The mean of 3, 5 and 10 is 6.');
  await expect(modules.exercise(EXERCISE)).toContainText('in progress · 1 attempt');
  await panel.photograph('modules-failed');

  await modules.write(ANSWER, RIGHT);
  await modules.check(EXERCISE);
  await expect(modules.exercise(EXERCISE)).toContainText('Passed. Well done!');
  await expect(modules.exercise(EXERCISE)).toContainText('done · 2 attempts');
  await expect(modules.module(MODULE)).toContainText('1 of 2 exercises done');
  await modules.saved();
  await panel.photograph('modules-passed');

  await jupyter.kill();
  fs.rmSync(path.join(jupyter.work, COURSE), { recursive: true });
  await jupyter.launch();
  await notebook.open();
  await panel.open();
  await modules.open();
  await expect(modules.module(MODULE)).toContainText('1 of 2 exercises done');
  await modules.take(MODULE);
  await expect(modules.cell(ANSWER)).toContainText('return sum(values) / len(values)');
  await expect(modules.exercise(EXERCISE)).toContainText('done · 2 attempts');
});

// req: M2
test('two browsers: both versions are kept, compared, and one is chosen', async ({
  browser,
  jupyter,
  modules
}) => {
  await modules.take(MODULE);
  await modules.saved();
  const page = await browser.newPage();
  await new Notebook(page, `http://127.0.0.1:${jupyter.port}`, 'jupyterlab').open();
  await new Panel(page).open();
  const other = new ModulesPage(page);
  await other.open();
  await other.take(MODULE);
  await other.saved();

  await modules.write(ANSWER, WRONG);
  await modules.run(ANSWER);
  await modules.saved();

  await other.write(ANSWER, RIGHT);
  await other.run(ANSWER);
  await expect(other.root.getByRole('alert')).toContainText('changed somewhere else');
  await other.root.getByRole('button', { name: 'Compare and choose' }).click();
  const comparison = page.locator('.tutor-comparison');
  const changed = comparison.getByRole('region', { name: 'Changed' });
  await expect(changed).toHaveCount(1);
  await expect(changed.getByRole('group', { name: 'Here', exact: true })).toContainText('/ len(values)');
  await expect(changed.getByRole('group', { name: 'Saved elsewhere' })).not.toContainText('len');
  expect(await seriousFaults(page, '.tutor-comparison')).toEqual([]);
  await new Panel(page).photograph('modules-comparison');

  await comparison.getByRole('button', { name: 'Save the other version as a copy' }).click();
  await expect
    .poll(() => fs.readdirSync(path.join(jupyter.work, COURSE)))
    .toContain('01-means (other version).ipynb');
  await comparison.getByRole('button', { name: 'Go on with this notebook' }).click();
  await expect(comparison).toBeHidden();
  await other.saved();
  await expect(other.cell(ANSWER)).toContainText('/ len(values)');
});
