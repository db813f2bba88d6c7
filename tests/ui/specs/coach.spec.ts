import { expect, test } from '../fixtures/test.ts';

test.use({ models: 'coach' });

// req: L1
test('without a key the built-in coach answers, and nothing leaves the machine', async ({
  notebook,
  panel,
  double
}) => {
  await notebook.run(2);
  await panel.explainError(2);
  await expect(panel.answer(0)).toContainText(/totl|line 3/);
  await expect(panel.ladder).toContainText('Hint 1 of 5');
  expect(await double.journal()).toEqual([]);
});
