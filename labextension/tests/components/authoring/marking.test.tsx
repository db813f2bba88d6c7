import { act } from 'react';
import { AuthorStage } from '../../author_stage';
import { aCell } from '../../fake_notebook';

// req: M3
describe('Marking up', () => {
  let stage: AuthorStage;

  beforeEach(() => {
    stage = new AuthorStage();
  });

  afterEach(() => stage.strike());

  const goTo = (at: number): void => act(() => stage.notebook.goTo(at));

  it('makes the active cell an exercise, named after the heading above it', async () => {
    stage.notebook.active = 1;
    await stage.open();
    await stage.choose('It is', 'exercise');
    expect(stage.notebook.owns).toEqual([null, { exercise: 'mean-of-a-list' }, null]);
    expect(stage.field('Id').value).toBe('mean-of-a-list');
    expect(stage.section('Exercises')?.textContent).toContain('mean-of-a-list · cell 2');
  });

  it('writes what is said of an exercise, each field by itself', async () => {
    stage.notebook.cells[1] = aCell('code', 'x', { exercise: 'mean', color: 'red' });
    stage.notebook.active = 1;
    await stage.open();
    await stage.fill('Title', ' The mean ');
    await stage.fill('Points', '2,5');
    await stage.fill('Skills', 'loops, lists,, loops');
    await stage.choose('Mathematics', '3');
    await stage.choose('Hints up to', '4');
    await stage.choose('Tutor', 'off');
    expect(stage.notebook.owns[1]).toEqual({
      color: 'red',
      exercise: {
        id: 'mean',
        title: 'The mean',
        points: 2.5,
        skills: ['loops', 'lists'],
        difficulty: { programming: 1, mathematics: 3 },
        policy: { max_hint_level: 4, tutor: 'off' }
      }
    });
  });

  // req: P10
  it('gives a code cell that is no exercise a policy of its own', async () => {
    stage.notebook.cells[1] = aCell('code', 'load("exam.csv")', null);
    stage.notebook.active = 1;
    await stage.open();
    await stage.choose('Tutor', 'off');
    await stage.choose('Hints up to', '2');
    expect(stage.notebook.owns[1]).toEqual({ policy: { tutor: 'off', max_hint_level: 2 } });
    await stage.choose('Tutor', '');
    await stage.choose('Hints up to', '');
    expect(stage.notebook.owns[1]).toBeNull();
  });

  it('takes no id that another exercise has, and keeps what was written', async () => {
    stage.notebook.cells[0] = aCell('code', 'a', { exercise: 'mean' });
    stage.notebook.cells[1] = aCell('code', 'b', { exercise: 'median' });
    stage.notebook.active = 1;
    await stage.open();
    await stage.fill('Id', 'mean');
    expect(stage.notebook.owns[1]).toEqual({ exercise: 'median' });
    expect(stage.field('Id').value).toBe('mean');
    expect(stage.host.querySelector('[role=alert]')?.textContent).toContain('Another exercise');
    await stage.press('Id', 'Escape');
    expect(stage.field('Id').value).toBe('median');
    await stage.fill('Points', 'two');
    expect(stage.notebook.owns[1]).toEqual({ exercise: 'median' });
  });

  it('marks a text cell below as the next hint, and offers it no role of code', async () => {
    stage.notebook.cells[1] = aCell('code', 'x', { exercise: 'mean' });
    stage.notebook.active = 2;
    await stage.open();
    const options = [...stage.field('It is').querySelectorAll('option')];
    expect(options.filter(each => each.disabled).map(each => each.value)).toEqual(['check']);
    await stage.choose('It is', 'hint');
    expect(stage.notebook.owns[2]).toEqual({ role: 'hint', level: 1 });
    await stage.choose('Step', '3');
    await stage.choose('Of exercise', 'mean');
    expect(stage.notebook.owns[2]).toEqual({ role: 'hint', exercise: 'mean', level: 3 });
    await stage.click('Unmark this cell');
    expect(stage.notebook.owns[2]).toBeNull();
  });

  it('writes hidden checks and common mistakes', async () => {
    stage.notebook.cells[1] = aCell('code', 'x', { exercise: 'mean' });
    await stage.open();
    goTo(1);
    await stage.click('Add to Exercise 1: Mean of a list: Check');
    await stage.fill('Name', 'small values');
    await stage.choose('For students', 'hidden');
    await stage.fill('Points', '1');
    expect(stage.notebook.owns[2]).toEqual({
      role: 'check',
      hidden: true,
      points: 1,
      name: 'small values'
    });
    await stage.click('Add to Exercise 1: Mean of a list: Common mistake');
    await stage.fill('the cell ends in', 'NameError');
    await stage.fill('its code has in it', 'totl');
    expect(stage.notebook.owns[3]).toEqual({
      role: 'mistake',
      when: { error: 'NameError', code: 'totl' }
    });
  });

  it('shows which hints an exercise has, goes to them, and adds those it has not', async () => {
    stage.notebook.cells[1] = aCell('code', 'x', { exercise: 'mean' });
    stage.notebook.cells[2] = aCell('markdown', 'h', { role: 'hint', level: 2 });
    await stage.open();
    expect(stage.button('Add hint 1 Question')).toBeDefined();
    await stage.click('Hint 2 Concept, cell 3');
    expect(stage.notebook.active).toBe(2);
    await stage.click('Add hint 4 Example');
    expect(stage.notebook.owns[3]).toEqual({ role: 'hint', level: 4 });
    expect(stage.notebook.active).toBe(3);
  });

  it('sums up the exercises that the cursor is not in', async () => {
    stage.notebook.cells[1] = aCell('code', 'x', { exercise: 'mean' });
    stage.notebook.cells.push(
      aCell('code', 'c1', { role: 'check' }),
      aCell('code', 'c2', { role: 'check', hidden: true }),
      aCell('markdown', 'm', { role: 'mistake', when: { code: 'totl' } })
    );
    await stage.open();
    expect(stage.section('Exercises')?.textContent).toContain(
      'no solution · 1 check · 1 hidden check · 1 common mistake'
    );
    await stage.click('Exercise 1: Mean of a list');
    await stage.click('Common mistake: totl');
    expect(stage.notebook.active).toBe(5);
  });

  it('names cells that belong to no exercise', async () => {
    stage.notebook.cells[2] = aCell('markdown', 'h', { role: 'hint', exercise: 'gone', level: 1 });
    await stage.open();
    expect(stage.section('Exercises')?.textContent).toContain('These cells belong to no exercise:');
    await stage.click('Hint 1');
    expect(stage.notebook.active).toBe(2);
    expect(stage.field('Of exercise').textContent).toContain('gone (missing)');
  });

  it('says what the notebook is as a module', async () => {
    stage.notebook.own = { later: 1 };
    await stage.open();
    expect(stage.field('Name (slug)').placeholder).toBe('mean');
    await stage.fill('Name (slug)', 'Not a slug');
    await stage.fill('Title', 'Means');
    await stage.fill('Minutes', '1.5');
    await stage.fill('Order', '2');
    await stage.fill('Needs first', 'python');
    expect(stage.notebook.own).toEqual({
      version: 1,
      later: 1,
      module: { title: 'Means', order: 2, requires: ['python'] }
    });
  });
});
