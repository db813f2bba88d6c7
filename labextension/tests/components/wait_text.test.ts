import { nullTranslator } from '@jupyterlab/translation';
import { spokenWait, waitText, withLocalTimes } from '../../src/components/wait_text';

const trans = nullTranslator.load('jupyter_tutor');
const MIDNIGHT = new Date(2026, 10, 22, 0, 0).getTime();

describe('waitText', () => {
  it.each([
    [1, 'You can ask again in 0:01'],
    [42, 'You can ask again in 0:42'],
    [3599, 'You can ask again in 59:59'],
    [3600, 'You can ask again at 12:00 AM (in 1 h 0 min)'],
    [5 * 3600 + 12 * 60, 'You can ask again at 12:00 AM (in 5 h 12 min)'],
    [3 * 86400, 'You can ask again on Sun, Nov 22, 12:00 AM']
  ])('says what a wait of %i seconds means', (seconds, text) => {
    // Newer ICU data has a narrow space before AM.
    expect(waitText(trans, 'en-US', seconds, MIDNIGHT).replace(/\u202f/g, ' ')).toBe(text);
  });

  it.each([
    [1, 'You can ask again in 1 second'],
    [60, 'You can ask again in 1 minute'],
    [125, 'You can ask again in 2 minutes 5 seconds']
  ])('speaks a wait of %i seconds in words', (seconds, text) => {
    expect(spokenWait(trans, 'en-US', seconds, MIDNIGHT)).toBe(text);
  });
});

describe('withLocalTimes', () => {
  it('puts the moments in a sentence into the reader’s own time', () => {
    const moment = new Date(MIDNIGHT).toISOString();
    const text = `Daily usage cap exceeded: 5/5 requests. Resets at ${moment}`;
    expect(withLocalTimes(text, 'en-GB')).toMatch(/Resets at Sun,? 22 Nov,? (at )?00:00$/);
  });

  it('leaves a sentence without one alone', () => {
    expect(withLocalTimes('Rate limit reached.', 'en')).toBe('Rate limit reached.');
  });
});
