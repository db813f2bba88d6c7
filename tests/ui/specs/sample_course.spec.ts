import * as fs from 'node:fs';
import * as path from 'node:path';

import { ModulesPage } from '../fixtures/modules_page.ts';
import { root } from '../fixtures/places.ts';
import { expect, test } from '../fixtures/test.ts';

const MODULE = 'Interpolation: between the measurements';
const EXERCISE = 'A straight line between two points';
const DATA = 2;
const ANSWER = 4;
const HEAD = 'def between(x0, y0, x1, y1, x):\n    share = ';
const WRONG = `${HEAD}(x1 - x) / (x1 - x0)\n    return y0 + share * (y1 - y0)`;
const RIGHT = `${HEAD}(x - x0) / (x1 - x0)\n    return y0 + share * (y1 - y0)`;

test.use({ models: 'coach' });

// req: F4 M1
test('the sample course: a wrong line, the words for this very mistake, the right line', async ({
  jupyter,
  panel
}) => {
  const folder = path.join(root, 'examples', 'course');
  const modules = fs
    .readdirSync(folder)
    .filter(name => name.endsWith('.ipynb'))
    .sort()
    .map(name => JSON.parse(fs.readFileSync(path.join(folder, name), 'utf8')) as object)
    .map(notebook => ({ notebook }));
  const course = { slug: 'course', title: 'Computing with NumPy' };
  await jupyter.send('POST', 'modules', { course, modules });

  await panel.open();
  await panel.makeWide(400);
  const page = new ModulesPage(panel.page);
  await page.open();
  await expect(page.module(MODULE)).toContainText('Best after: NumPy basics');
  await panel.photograph('guide-modules');
  await page.take(MODULE);
  await page.run(DATA);
  await page.write(ANSWER, WRONG);
  await page.check(EXERCISE);
  await expect(page.exercise(EXERCISE)).toContainText('3 is a quarter of the way from 2 to 6');
  await page.cell(ANSWER).locator('.cm-content').click();
  await panel.open();
  await panel.ask('My line is wrong and I do not see why');
  await expect(panel.answer(0)).toContainText('It seems to count the way from the wrong end.');
  await panel.photograph('guide-check');

  await page.write(ANSWER, RIGHT);
  await page.bar.getByRole('button', { name: 'Check my work' }).click();
  await expect(page.bar).toContainText('Passed. Well done!');
});
