import { act } from 'react';
import type { IFault, IPublishedModule } from '../../../src/client/authoring';
import { PAUSE_MS, RETRY_MS } from '../../../src/models/authoring/live_check';
import { localMoment } from '../../../src/models/authoring/publishing';
import { AuthorStage } from '../../author_stage';

const FAULT: IFault = {
  severity: 'error',
  cell: 2,
  line: 'total = 0',
  message: 'The exercise “mean” has no check.',
  mend: 'Add a check below it.'
};
const ROW: IPublishedModule = {
  id: 'm1',
  course: null,
  slug: 'mean',
  title: 'Mean',
  order: 1,
  version: 3,
  policy: { max_hint_level: 3, tutor: null, words: 'w' },
  exam: null
};
const RELEASE = { cells: [], metadata: {} };

describe("The author's page", () => {
  let stage: AuthorStage;

  beforeEach(() => {
    stage = new AuthorStage();
  });

  afterEach(() => stage.strike());

  const status = (): string =>
    stage.section('To mend')?.querySelector('[role=status]')?.textContent ?? '';

  // req: M3
  it('lists faults with the way to mend them, and leads to their cells', async () => {
    stage.judge({ faults: [FAULT, { ...FAULT, severity: 'warning', cell: 0 }], exercises: [] });
    await stage.open();
    expect(status()).toBe('1 error, 1 warning');
    expect(stage.section('To mend')?.textContent).toContain('Add a check below it.');
    await stage.click('Error · cell 2');
    expect(stage.notebook.active).toBe(1);
    expect(stage.button('Publish…')?.disabled).toBe(true);
  });

  it('judges the notebook again when it has changed, and lets it be published once it is mended', async () => {
    stage.judge({ faults: [FAULT], exercises: [] });
    await stage.open();
    stage.judge({ faults: [], exercises: [] });
    await stage.choose('It is', 'hint');
    await stage.wait(PAUSE_MS);
    expect(status()).toBe('Nothing');
    expect(stage.button('Publish…')?.disabled).toBe(false);
  });

  it('says when the server is away, and goes on by itself when it is back', async () => {
    stage.server.answer('POST modules/check', {}, 500);
    await stage.open();
    expect(status()).toBe('Not known');
    expect(stage.button('Try again')).toBeDefined();
    jest
      .spyOn(stage.server as unknown as { fetch: () => Promise<unknown> }, 'fetch')
      .mockImplementation(() => Promise.reject(new TypeError('offline')));
    await stage.click('Try again');
    expect(stage.text).toContain('You can go on; it is tried again by itself.');
    jest.restoreAllMocks();
    stage.judge({ faults: [], exercises: [] });
    await stage.wait(RETRY_MS);
    expect(status()).toBe('Nothing');
  });

  it('opens what students would get beside the notebook', async () => {
    stage.server.answer('POST modules/preview', { notebook: RELEASE });
    await stage.open();
    await stage.click('Preview as a student');
    expect(stage.opened).toEqual([['course/mean.ipynb', RELEASE]]);
  });

  it('publishes after it has said what students will see', async () => {
    stage.server.answer('POST modules/preview', { notebook: RELEASE });
    stage.server.answer('POST modules', { modules: [{ ...ROW, version: 1 }] });
    await stage.open();
    expect(stage.text).toContain('Not published.');
    await stage.click('Publish…');
    expect(stage.asked[0]).toContain('Students find it among the modules');
    expect(stage.text).toContain('Published as version 1.');
  });

  it('names the version that students would get, or that nothing changes for them', async () => {
    stage.server.answer('GET modules', { courses: [], modules: [ROW] });
    stage.server.answer('POST modules/preview', { notebook: RELEASE });
    stage.server.answer('GET modules/m1/notebook', { notebook: { ...RELEASE, cells: [1] } });
    stage.consent = false;
    await stage.open();
    await stage.click('Publish…');
    expect(stage.asked[0]).toContain('Students get version 4.');
    stage.server.answer('GET modules/m1/notebook', { notebook: RELEASE });
    await stage.click('Publish…');
    expect(stage.asked[1]).toContain('stays as it is in version 3');
    expect(stage.server.changes.map(call => `${call.method} ${call.path}`)).not.toContain(
      'POST modules'
    );
  });

  it('shows why the server refuses, where it was asked', async () => {
    const refusal = { detail: 'The slug is taken.', code: 'VALIDATION' };
    stage.server.answer('POST modules/preview', refusal, 422);
    await stage.open();
    await stage.click('Publish…');
    expect(stage.section('For students')?.querySelector('[role=alert]')?.textContent).toContain(
      'The slug is taken.'
    );
    expect(stage.asked).toEqual([]);
  });

  it('lists exercises of another markup, adds to them, and takes their id for its own', async () => {
    const facts = { has_solution: true, checks: 2, hidden_checks: 0, mistakes: 0 };
    const place = { cell: 2, cell_id: 'total = 0', format: 'nbgrader' };
    stage.judge({ faults: [], exercises: [{ id: 'q1', title: 'Median', ...place, ...facts }] });
    await stage.open();
    expect(stage.section('Exercises')?.textContent).toContain('q1 · nbgrader · cell 2');
    expect(stage.section('Exercises')?.textContent).toContain('solution · 2 checks');
    await stage.click('Median');
    expect(stage.field('It is').textContent).toContain('Exercise of nbgrader');
    await stage.choose('It is', 'exercise');
    expect(stage.notebook.owns[1]).toEqual({ exercise: 'q1' });
    await stage.click('Add hint 1 Question');
    expect(stage.notebook.owns[2]).toEqual({ role: 'hint', level: 1 });
    expect(stage.text).not.toContain('belong to no exercise');
  });

  // req: P10
  it('sets the time of an exam, and leaves whatever else is set for the module', async () => {
    const exam = { from: '2027-05-12T11:00:00.000Z', until: '2027-05-12T12:30:00.000Z' };
    stage.server.answer('GET modules', { courses: [], modules: [ROW] });
    stage.server.answer('PUT modules/m1/policy', {});
    await stage.open();
    expect(stage.text).toContain('Exam: none');
    expect(stage.button('Set the exam')?.disabled).toBe(true);
    await stage.write('From', localMoment(exam.from), 'change');
    await stage.write('Until', localMoment(exam.from), 'change');
    expect(stage.button('Set the exam')?.disabled).toBe(true);
    await stage.write('Until', localMoment(exam.until), 'change');
    stage.server.answer('GET modules', { courses: [], modules: [{ ...ROW, exam }] });
    await stage.click('Set the exam');
    expect(stage.text).toContain('May 12, 2027');
    await stage.click('No exam');
    const bodies = stage.server.changes
      .filter(call => call.path === 'modules/m1/policy')
      .map(call => JSON.parse(call.body ?? '') as unknown);
    expect(bodies).toEqual([
      { ...ROW.policy, exam },
      { ...ROW.policy, exam: null }
    ]);
  });

  // req: P10
  it('changes what is allowed in a published module, and leaves its exam', async () => {
    const exam = { from: '2027-05-12T11:00:00.000Z', until: '2027-05-12T12:30:00.000Z' };
    stage.server.answer('GET modules', { courses: [], modules: [{ ...ROW, exam }] });
    stage.server.answer('PUT modules/m1/policy', {});
    await stage.open();
    expect(stage.field('Hints up to').value).toBe('3');
    await stage.choose('Tutor', 'off');
    const { path, body } = stage.server.changes[stage.server.changes.length - 1];
    expect(path).toBe('modules/m1/policy');
    expect(JSON.parse(body ?? '')).toEqual({ max_hint_level: 3, tutor: 'off', words: 'w', exam });
  });

  it('takes a module away only when that is meant', async () => {
    stage.server.answer('GET modules', { courses: [], modules: [ROW] });
    stage.server.answer('DELETE modules/m1', undefined, 204);
    stage.consent = false;
    await stage.open();
    expect(stage.text).toContain('Published as “mean”, version 3.');
    await stage.click('Unpublish');
    expect(stage.server.changes.map(call => call.method)).not.toContain('DELETE');
    stage.consent = true;
    stage.server.answer('GET modules', { courses: [], modules: [] });
    await stage.click('Unpublish');
    expect(stage.text).toContain('Unpublished.');
    expect(stage.text).toContain('Not published.');
  });

  it('has nothing to mark up without a notebook, or in one that was handed out', async () => {
    stage.notebook.isOpen = false;
    await stage.open();
    expect(stage.text).toContain('Open a notebook');
    expect(stage.server.changes).toEqual([]);
    stage.notebook.isOpen = true;
    stage.notebook.own = { version: 1, module: { slug: 'mean', release: 2 } };
    act(() => stage.notebook.goTo(0));
    expect(stage.text).toContain('As students get it');
    await stage.wait(PAUSE_MS);
    expect(stage.server.changes).toEqual([]);
  });
});
