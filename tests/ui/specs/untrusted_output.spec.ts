import { expect, test } from '../fixtures/test.ts';

const HOSTILE = [
  'Before. <script>window.hacked = 1</script>',
  '<img src="http://tracker.invalid/pixel.png" onerror="window.hacked = 2">',
  '![remote](http://tracker.invalid/markdown.png)',
  '<iframe src="http://tracker.invalid/frame"></iframe>',
  '[click me](javascript:window.hacked=3) <a href="#" onclick="window.hacked=4">here</a>',
  '<style>body { display: none }</style> After.'
].join('\n\n');

// req: S2
test('HTML, script and remote images in an answer do nothing', async ({
  notebook,
  panel,
  double
}) => {
  const asked: string[] = [];
  notebook.page.on('request', request => asked.push(request.url()));
  await double.play({ text: HOSTILE });
  await panel.open();
  await panel.ask('What does this cell do?');
  await expect(panel.answer(0)).toContainText('After.');
  await expect(panel.send).toBeVisible();
  for (const link of await panel
    .answer(0)
    .getByText(/click me|here/)
    .all()) {
    await link.click({ noWaitAfter: true });
  }
  expect(
    await notebook.page.evaluate(() => (window as { hacked?: number }).hacked)
  ).toBeUndefined();
  expect(asked.filter(url => url.includes('tracker.invalid'))).toEqual([]);
  await expect(panel.answer(0).locator('script, iframe, style, img[src*="tracker"]')).toHaveCount(
    0
  );
  await expect(notebook.cell(0)).toBeVisible();
});
