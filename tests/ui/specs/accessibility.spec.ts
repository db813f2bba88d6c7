import { seriousFaults } from '../fixtures/accessibility.ts';
import { expect, test } from '../fixtures/test.ts';

const WITH_EVERYTHING = [
  'Look at **two names** on line 2: `total` and `totl`.',
  '- Which did you define?\n- Where?',
  'The mean is $\\bar{x} = \\frac{1}{n}\\sum x_i$.'
].join('\n\n');

for (const theme of ['JupyterLab Light', 'JupyterLab Dark'] as const) {
  test.describe(theme, () => {
    test.use({ theme });

    // req: F3
    test(`no serious accessibility fault in any state of the panel, ${theme}`, async ({
      notebook,
      panel,
      double
    }) => {
      const clean = async (state: string): Promise<void> => {
        expect.soft(await seriousFaults(notebook.page, panel.selector), state).toEqual([]);
      };
      await panel.open();
      await clean('first run');

      await double.play({ text: WITH_EVERYTHING }, { fault: { kind: 'status', status: 401 } });
      await notebook.run(2);
      await panel.explainError(2);
      await expect(panel.answer(0)).toContainText('Where?');
      await expect(panel.send).toBeVisible();
      await clean('conversation');

      await panel.ask('And now?');
      await expect(panel.trouble).toBeVisible({ timeout: 30_000 });
      await clean('error');

      await panel.openHistory();
      await clean('history');
    });
  });
}

test('the accessibility check sees a nameless button and pale text', async ({
  notebook,
  panel
}) => {
  await panel.open();
  await panel.root.locator('.tutor-first-run').evaluate(node => {
    node.insertAdjacentHTML('afterbegin', '<button></button><p style="color: #ddd">pale</p>');
  });
  const faults = (await seriousFaults(notebook.page, panel.selector)).join();
  expect(faults).toContain('button-name');
  expect(faults).toContain('color-contrast');
});
