import { expect, test } from '../fixtures/test.ts';

const LONG = [
  'Read line 3 of your cell aloud, letter by letter. Which **name** does it use, and which name did line 2 create?',
  '- Line 2 makes `total`.\n- Line 3 asks for something else.',
  'The mean of $n$ values is $\\bar{x} = \\frac{1}{n}\\sum_{i} x_i$, so you need both the sum and the count.'
].join('\n\n');

for (const [name, theme] of [
  ['light', 'JupyterLab Light'],
  ['dark', 'JupyterLab Dark']
] as const) {
  test.describe(name, () => {
    test.use({ theme });

    test(`pictures of the panel, ${name}`, async ({ notebook, panel, double }) => {
      await panel.open();
      await panel.makeWide(400);
      await panel.photograph(`${name}-1-first-run`);
      await double.play(
        { text: LONG },
        { tokens: ['The idea has a name. ', 'It is assignment. '], hold_after: 1 }
      );
      await notebook.run(2);
      await panel.photograph(`${name}-2-failed-cell`);
      await panel.explainError(2);
      await expect(panel.answer(0)).toContainText('the count');
      await expect(panel.send).toBeVisible();
      await panel.photograph(`${name}-3-answer`);
      await panel.ask('I tried renaming it. What now?');
      await expect(panel.stop).toBeVisible();
      await panel.photograph(`${name}-4-answering`);
      await double.release();
      await expect(panel.send).toBeVisible();
      await double.always({ fault: { kind: 'status', status: 401 } });
      await panel.ask('Still stuck');
      await expect(panel.trouble).toBeVisible({ timeout: 30_000 });
      await panel.photograph(`${name}-5-trouble`);
      await panel.openHistory();
      await panel.photograph(`${name}-6-history`);
    });
  });
}

// req: F3
test('a panel of 250 pixels hides nothing behind its edge', async ({ notebook, panel, double }) => {
  await double.always({ text: LONG });
  await panel.open();
  await panel.makeWide(250);
  await notebook.run(2);
  await panel.explainError(2);
  await expect(panel.answer(0)).toContainText('the count');
  await expect(panel.send).toBeVisible();
  const beyond = await panel.root.evaluate(root => {
    const edge = root.getBoundingClientRect().right + 1;
    const all = [...root.querySelectorAll('button, textarea, p, li, .tutor-markdown')];
    return all
      .filter(node => node.getBoundingClientRect().right > edge)
      .map(node => node.outerHTML);
  });
  expect(beyond).toEqual([]);
  await panel.photograph('narrow-250');
});
