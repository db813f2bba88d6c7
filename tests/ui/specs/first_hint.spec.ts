import { FAILING_CODE } from '../fixtures/course.ts';
import { expect, test } from '../fixtures/test.ts';

const QUESTION = 'Which name did you create on line 2, and which name do you use on line 3?';
const CONCEPT = 'A name must be given a value before it is used: that is called assignment.';

// req: F1 P1 P5
test('explains a failing cell with a question, and climbs after the cell was changed', async ({
  notebook,
  panel,
  double
}) => {
  await double.play({ text: QUESTION }, { text: CONCEPT });
  await notebook.run(2);
  await panel.explainError(2);
  await expect(panel.answer(0)).toContainText(QUESTION);
  await expect(panel.ladder).toContainText('Hint 1 of 5');

  await notebook.write(2, FAILING_CODE.replace('totl /', 'tot /'));
  await notebook.run(2);
  await panel.ask('I still get an error.');
  await expect(panel.answer(1)).toContainText(CONCEPT);
  await expect(panel.ladder).toContainText('Hint 2 of 5');
});

// req: X3
test('sends the failing cell, its error and the exercise along', async ({
  notebook,
  panel,
  double
}) => {
  await double.play({ text: QUESTION });
  await notebook.run(2);
  await panel.explainError(2);
  await expect(panel.answer(0)).toContainText(QUESTION);
  const [request] = await double.journal();
  const sent = JSON.stringify(request?.body);
  expect(sent).toContain('print(totl / len(values))');
  expect(sent).toContain("NameError: name 'totl' is not defined");
  expect(sent).toContain('Print the mean of');
});

test('opening the panel sends nothing', async ({ panel, double }) => {
  await panel.open();
  await expect(panel.box).toBeVisible();
  expect(await double.journal()).toEqual([]);
});

// req: C4 F1
test('finds the conversation again after a reload', async ({ notebook, panel, double }) => {
  await double.play({ text: QUESTION });
  await notebook.run(2);
  await panel.explainError(2);
  await expect(panel.answer(0)).toContainText(QUESTION);
  await notebook.reload();
  await panel.open();
  await expect(panel.answer(0)).toContainText(QUESTION);
  await expect(panel.ladder).toContainText('Hint 1 of 5');
});
