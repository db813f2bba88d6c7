import { expect, test } from '../fixtures/test.ts';

test.use({ app: 'notebook' });

test('Notebook 7: explain a failing cell', async ({ notebook, panel, double }) => {
  await double.play({ text: 'Which name is not defined?' });
  await notebook.run(2);
  await panel.explainError(2);
  await expect(panel.answer(0)).toContainText('Which name is not defined?');
  await expect(panel.ladder).toContainText('Hint 1 of 5');
  await panel.photograph('notebook7');
});
