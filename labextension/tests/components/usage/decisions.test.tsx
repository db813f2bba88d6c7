import { DECISIONS } from '../../usage_facts';
import { UsageStage } from '../../usage_stage';

describe('What was decided', () => {
  let stage: UsageStage;

  beforeEach(() => {
    stage = new UsageStage(['instructor']);
  });

  afterEach(() => stage.strike());

  // req: P6 P9
  it('says which problem, which hint, why, and what was held back', async () => {
    await stage.open();
    const lines = [...stage.host.querySelectorAll('tbody tr')].map(row =>
      [...row.querySelectorAll('td')].slice(1).map(cell => cell.textContent)
    );
    expect(lines).toEqual([
      ['ada', 'thanks', 'none', '', '', ''],
      [
        'grace',
        'shows an attempt',
        '2 Concept',
        'mean ',
        'code the code is alike structure of the code: 0.75 of 0.6',
        'code at level: written anew'
      ],
      [
        'ada',
        'question',
        '1 Question',
        '01234567 (new)',
        'first message nothing was asked before',
        ''
      ]
    ]);
  });

  it('looks for one student, and fetches earlier decisions', async () => {
    const [thanks, attempt, asked] = DECISIONS;
    stage.server.answer('GET teaching/decisions?user=ada', {
      decisions: [thanks],
      next_cursor: '7'
    });
    stage.server.answer('GET teaching/decisions?user=ada&cursor=7', {
      decisions: [asked],
      next_cursor: null
    });
    await stage.open();
    expect(stage.text).toContain(attempt.user);
    await stage.fill('Student', ' ada ');
    await stage.click('Show');
    expect(stage.host.querySelectorAll('tbody tr')).toHaveLength(1);
    await stage.click('Show earlier ones');
    expect(stage.host.querySelectorAll('tbody tr')).toHaveLength(2);
    expect(stage.button('Show earlier ones')).toBeUndefined();
  });

  it('keeps what is there when earlier ones cannot be fetched', async () => {
    const [thanks] = DECISIONS;
    stage.server.answer('GET teaching/decisions', { decisions: [thanks], next_cursor: '7' });
    const down = { detail: 'The database does not answer.', code: 'DB_UNAVAILABLE' };
    stage.server.answer('GET teaching/decisions?cursor=7', down, 503);
    await stage.open();
    await stage.click('Show earlier ones');
    expect(stage.find('[role=alert]').textContent).toContain('The database does not answer.');
    expect(stage.host.querySelectorAll('tbody tr')).toHaveLength(1);
  });

  it('says what will be here while there is nothing', async () => {
    stage.server.answer('GET teaching/decisions', { decisions: [], next_cursor: null });
    await stage.open();
    expect(stage.text).toContain('None yet. Each message to the tutor adds a line here.');
  });
});
