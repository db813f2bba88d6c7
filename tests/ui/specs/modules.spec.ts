import * as fs from 'node:fs';
import * as path from 'node:path';

import { ANSWER, COURSE, EXERCISE, MODULE, publishCourse, RIGHT, WRONG } from '../fixtures/module.ts';
import { ModulesPage } from '../fixtures/modules_page.ts';
import { expect, test } from '../fixtures/test.ts';

test.use({ models: 'coach' });

// req: F4 M1 M2
test('a student takes a module, fails a check, passes, and goes on after a server restart', async ({
  jupyter,
  notebook,
  panel
}) => {
  test.slow(); // Two servers and two JupyterLabs are started one after the other.
  await publishCourse(jupyter);
  await panel.open();
  await panel.makeWide(400);
  const modules = new ModulesPage(panel.page);
  await modules.open();
  await expect(modules.list.getByRole('heading', { name: COURSE })).toBeVisible();
  await expect(modules.module('Spread')).toContainText(`Best after: ${MODULE}`);
  await expect(modules.module(MODULE)).toContainText('about 25 min');
  await panel.photograph('modules-list');

  await modules.take(MODULE);
  await expect(modules.exercise(EXERCISE)).toContainText('not started');
  await modules.run(1);
  await modules.write(ANSWER, WRONG);
  await modules.check(EXERCISE);
  await expect(modules.exercise(EXERCISE)).toContainText('1 of 2 checks passed');
  await expect(modules.exercise(EXERCISE)).toContainText('The mean of 3, 5 and 10 is 6.');
  await expect(modules.exercise(EXERCISE)).toContainText('in progress · 1 attempt');
  await panel.photograph('modules-failed');
});
