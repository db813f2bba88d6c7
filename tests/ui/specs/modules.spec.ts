import * as fs from 'node:fs';
import * as path from 'node:path';

import { seriousFaults } from '../fixtures/accessibility.ts';
import type { Jupyter } from '../fixtures/jupyter.ts';
import {
  ANSWER,
  COURSE,
  EXERCISE,
  MODULE,
  NOTEBOOK_PATH,
  publishAgain,
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

interface Row {
  id: string;
  title: string;
}

interface Progress {
  attempt_count: number;
  module_version: number;
  notebook_state: { cells: { source: string | string[] }[] };
}

/** What the server knows of the student in the module. */
async function progress(jupyter: Jupyter): Promise<Progress> {
  const { modules } = await jupyter.api<{ modules: Row[] }>('modules');
  const row = modules.find(each => each.title === MODULE)!;
  return jupyter.api<Progress>(`progress/${row.id}`);
}

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

  await modules.exercise('Largest value').getByTitle('Go to the cell').click();
  await expect(modules.activeCell).toContainText('def largest(values)');
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

// req: M2
test('a newer version: the student moves over, the answer goes along, the old notebook is kept', async ({
  jupyter,
  modules,
  panel
}) => {
  await modules.take(MODULE);
  await modules.write(ANSWER, RIGHT);
  await publishAgain(jupyter);
  await modules.refresh();
  await expect(modules.list).toContainText('A newer version of this module is there.');
  await panel.photograph('modules-newer');
  await modules.root.getByRole('button', { name: 'Move over' }).click();
  await expect(modules.cell(ANSWER - 1)).toContainText('arithmetic mean');
  await expect(modules.cell(ANSWER)).toContainText('/ len(values)');
  await expect(modules.list).not.toContainText('A newer version');
  const files = fs.readdirSync(path.join(jupyter.work, COURSE));
  expect(files.filter(name => name.endsWith('.ipynb')).sort()).toEqual([
    '01-means (before the update).ipynb',
    '01-means.ipynb'
  ]);
  expect((await progress(jupyter)).module_version).toBe(2);
});

// req: M5
test('what is asked beside a module is asked in that module', async ({ jupyter, modules, panel }) => {
  await modules.take(MODULE);
  await modules.write(ANSWER, WRONG);
  await panel.open();
  await expect(modules.bar).toContainText(MODULE);
  await panel.ask('What is wrong with my function?');
  await expect(panel.answer(0)).toBeVisible();
  await expect.poll(async () => (await progress(jupyter)).attempt_count).toBe(1);
  await modules.bar.getByRole('button', { name: 'Check my work' }).click();
  await expect(modules.bar).toContainText("NameError: name 'values' is not defined");
  await modules.bar.getByRole('button', { name: 'Run the cells above, then check' }).click();
  await expect(modules.bar).toContainText('The mean of 3, 5 and 10 is 6.');
  await panel.photograph('modules-chat');
});

// req: F4
test('code that never ends, or ends the kernel, is told in kind words and not counted', async ({ modules }) => {
  await modules.take(MODULE);
  await modules.run(1);
  await modules.write(ANSWER, 'while True:\n    pass');
  await modules.check(EXERCISE);
  await expect(modules.exercise(EXERCISE)).toContainText('Running your code');
  await modules.exercise(EXERCISE).getByRole('button', { name: 'Stop' }).click();
  await expect(modules.exercise(EXERCISE)).toContainText('Stopped before everything was checked.');
  await modules.write(ANSWER, 'import os\nos._exit(1)');
  await modules.check(EXERCISE);
  await expect(modules.exercise(EXERCISE)).toContainText('The kernel ended while this was checked.');
  await expect(modules.exercise(EXERCISE)).toContainText('not started');
});

// req: M2
test('what was written just before the page went is there', async ({ jupyter, modules, page }) => {
  await modules.take(MODULE);
  await modules.saved();
  await modules.write(ANSWER, 'written = "at the last moment"');
  page.on('dialog', dialog => void dialog.accept());
  await page.goto('about:blank');
  await expect
    .poll(async () => JSON.stringify((await progress(jupyter)).notebook_state))
    .toContain('at the last moment');
});

// req: M2
test('without a connection the panel says so, and saves when it is back', async ({
  cable,
  jupyter,
  modules,
  page
}) => {
  await modules.take(MODULE);
  await modules.saved();
  await modules.write(ANSWER, 'written = "without a connection"');
  cable.cut();
  await page.evaluate(() => window.dispatchEvent(new Event('pagehide')));
  await expect(modules.list).toContainText('Not saved: no connection.');
  cable.mend();
  await modules.saved();
  const kept = JSON.stringify((await progress(jupyter)).notebook_state);
  expect(kept).toContain('without a connection');
});

for (const [name, theme] of [
  ['light', 'JupyterLab Light'],
  ['dark', 'JupyterLab Dark']
] as const) {
  test.describe(name, () => {
    test.use({ theme });

    // req: F3 F4
    test(`modules and progress, narrow and wide, without serious accessibility faults, ${name}`, async ({
      modules,
      panel
    }) => {
      expect.soft(await seriousFaults(panel.page, panel.selector), 'list').toEqual([]);
      await modules.take(MODULE);
      await modules.run(1);
      await modules.write(ANSWER, WRONG);
      await modules.check(EXERCISE);
      await expect(modules.exercise(EXERCISE)).toContainText('1 of 2 checks passed');
      expect.soft(await seriousFaults(panel.page, panel.selector), 'exercises').toEqual([]);
      await panel.photograph(`${name}-modules`);
      await panel.makeWide(250);
      await panel.photograph(`${name}-modules-narrow`);
      await modules.root.getByRole('button', { name: 'My progress' }).click();
      const progressPage = panel.page.locator('.tutor-usage-page');
      await expect(progressPage.getByRole('figure').locator('svg')).toHaveCount(1);
      await expect(progressPage.getByRole('table', { name: 'My modules' })).toContainText('0 of 2');
      expect.soft(await seriousFaults(panel.page, '.tutor-usage-page'), 'progress').toEqual([]);
      await panel.photograph(`${name}-progress`);
      await progressPage.getByRole('button', { name: 'The class' }).click();
      await expect(progressPage.getByRole('figure').locator('svg')).not.toHaveCount(0);
      expect.soft(await seriousFaults(panel.page, '.tutor-usage-page'), 'class').toEqual([]);
      await panel.photograph(`${name}-class`);
    });
  });
}

test.describe('Notebook 7', () => {
  test.use({ app: 'notebook' });

  test('a module is opened in a page of its own, and progress is shown above the notebook', async ({
    modules,
    panel,
    context
  }) => {
    const opened = context.waitForEvent('page');
    await modules.module(MODULE).getByRole('button').click();
    const page = await opened;
    await expect(page.locator('.jp-Notebook .jp-Cell').first()).toBeVisible({ timeout: 45_000 });
    await modules.root.getByRole('button', { name: 'My progress' }).click();
    const dialog = panel.page.getByRole('dialog');
    await expect(dialog.getByRole('table', { name: 'My modules' })).toContainText('Spread');
    await panel.photograph('notebook7-progress');
    await dialog.getByRole('button', { name: 'Close' }).click();
    await expect(dialog).toBeHidden();
  });
});
