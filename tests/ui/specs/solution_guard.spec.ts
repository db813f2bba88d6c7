import type { Page } from '@playwright/test';

import { FAILING_CODE } from '../fixtures/course.ts';
import { expect, test } from '../fixtures/test.ts';

const FIX = 'print(total / len(values))';
const PROGRAM = FAILING_CODE.replace('totl', 'total');
const REVERSED = [...FIX].reverse().join('');
const ENCODED = Buffer.from(PROGRAM).toString('base64');
const RENAMED = 'numbers = [3, 5, 8]\nsumme = sum(numbers)\nprint(summe / len(numbers))';
const QUESTION = 'Which name did you create on line 2?';
const CONCEPT = 'A name must be given a value before it is used.';

/** What a model that wants to please may write at the concept, and what of it must never be seen. */
const DISGUISES: [name: string, reply: string, telling: string[]][] = [
  ['a fenced program', `Here it is.\n\n\`\`\`python\n${PROGRAM}\n\`\`\`\n\nRun it.`, ['total /']],
  ['other names', `Try this.\n\n\`\`\`python\n${RENAMED}\n\`\`\`\n\nRun it.`, ['summe']],
  ['base64', `Decode this.\n\n\`\`\`\n${ENCODED}\n\`\`\`\n\nThen run it.`, [ENCODED.slice(0, 12)]],
  ['backwards', `Read this from right to left.\n\n${REVERSED}\n\nThen run it.`, ['latot', 'tnirp']],
  ['one sentence', `It is nearly right. Just write \`${FIX}\` instead. Run it.`, ['total /']]
];

/** Keep every text that the panel has, from now on, with every change of the page. */
async function watch(page: Page, selector: string): Promise<() => Promise<string[]>> {
  await page.evaluate(within => {
    const seen: string[] = [];
    const look = (): void => {
      const text = document.querySelector(within)?.textContent ?? '';
      if (seen[seen.length - 1] !== text) {
        seen.push(text);
      }
    };
    new MutationObserver(look).observe(document.body, {
      subtree: true,
      childList: true,
      characterData: true
    });
    look();
    (window as unknown as { seenTexts: string[] }).seenTexts = seen;
  }, selector);
  return () => page.evaluate(() => (window as unknown as { seenTexts: string[] }).seenTexts);
}

for (const [name, reply, telling] of DISGUISES) {
  // req: P9
  test(`the solution as ${name} is on the screen in no frame at the concept`, async ({
    notebook,
    panel,
    double,
    jupyter,
    page
  }) => {
    const tokens = reply.match(/[\s\S]{1,3}/g) ?? [];
    await double.play({ text: QUESTION });
    await notebook.run(2);
    await panel.explainError(2);
    await expect(panel.answer(0)).toContainText(QUESTION);
    await notebook.write(2, FAILING_CODE.replace('totl /', 'tot /'));
    await notebook.run(2);

    const seen = await watch(page, `${panel.selector} [role=log]`);
    await double.play({ tokens, token_delay: 0.01 }, { tokens, token_delay: 0.01 });
    await panel.ask('I still get an error.');
    await expect(panel.ladder).toContainText('Hint 2 of 5');
    await expect(panel.answer(1)).toContainText('held back');
    await expect(panel.send).toBeVisible();

    expect(await double.journal()).toHaveLength(3);
    const texts = await seen();
    expect(texts.length).toBeGreaterThan(2);
    const stored = await jupyter.stored();
    for (const part of telling) {
      expect(texts.filter(text => text.includes(part))).toEqual([]);
      expect(stored).not.toContain(part);
    }
  });
}

// req: P9
test('after a hit the answer goes on in the words of a second attempt', async ({
  notebook,
  panel,
  double,
  page
}) => {
  await double.play({ text: QUESTION });
  await notebook.run(2);
  await panel.explainError(2);
  await expect(panel.answer(0)).toContainText(QUESTION);
  await notebook.write(2, FAILING_CODE.replace('totl /', 'tot /'));
  await notebook.run(2);
  const seen = await watch(page, `${panel.selector} [role=log]`);
  await double.play(
    { text: `You are close.\n\n\`\`\`python\n${PROGRAM}\n\`\`\`\n` },
    { text: CONCEPT }
  );
  await panel.ask('I still get an error.');
  await expect(panel.answer(1)).toContainText(`You are close.`);
  await expect(panel.answer(1)).toContainText(CONCEPT);
  await expect(panel.answer(1)).not.toContainText('held back');
  expect((await seen()).filter(text => text.includes('total /'))).toEqual([]);
});
