import { AuthoringRest, type IPublishedModule } from '../../../src/client/authoring';
import {
  examBetween,
  isSameRelease,
  localMoment,
  Publishing
} from '../../../src/models/authoring/publishing';
import { FakeServer } from '../../fake_server';

const ROW: IPublishedModule = {
  id: 'm1',
  course: null,
  slug: 'mean',
  title: 'Mean',
  order: 5,
  version: 3,
  policy: { max_hint_level: 3, tutor: null, words: 'w' },
  exam: null
};
const COURSE = { id: 'c1', slug: 'data-101', title: 'Data 101' };
const SUBMISSION = { notebook: { cells: [] }, slug: 'file-name' };
const MANUSCRIPT = { submission: SUBMISSION, slug: 'mean', order: null };

function release(number: number, source = ''): Record<string, unknown> {
  const module = { slug: 'mean', release: number };
  return { cells: [{ source }], metadata: { jupyter_tutor: { version: 1, module }, kernel: 'k' } };
}

describe('Publishing', () => {
  let server: FakeServer;
  let publishing: Publishing;

  beforeEach(() => {
    server = new FakeServer();
    publishing = new Publishing(new AuthoringRest(server.settings));
    server.answer('POST modules/preview', { notebook: release(0) });
    server.answer('GET modules', { courses: [], modules: [ROW] });
  });

  it('tells whether students would get the very notebook that they have', async () => {
    server.answer('GET modules/m1/notebook', { notebook: release(3) });
    await expect(publishing.plan(MANUSCRIPT)).resolves.toEqual({
      published: { module: ROW, course: null },
      isSame: true
    });
    server.answer('GET modules/m1/notebook', { notebook: release(3, 'older') });
    await expect(publishing.plan(MANUSCRIPT)).resolves.toMatchObject({ isSame: false });
  });

  it('plans a module that is not published yet', async () => {
    const plan = await publishing.plan({ ...MANUSCRIPT, slug: 'median' });
    expect(plan).toEqual({ published: null, isSame: false });
  });

  it('refuses to plan what the server does not release', async () => {
    const refusal = { detail: '1 error has to be mended first.', code: 'VALIDATION' };
    server.answer('POST modules/preview', refusal, 422);
    await expect(publishing.plan(MANUSCRIPT)).rejects.toThrow('1 error has to be mended first.');
  });

  it('publishes the notebook under its slug and says which version it became', async () => {
    await publishing.list.refresh();
    server.answer('POST modules', { modules: [{ ...ROW, version: 4 }] });
    await publishing.publish(MANUSCRIPT);
    expect(server.changes.map(call => JSON.parse(call.body ?? '') as unknown)).toEqual([
      { modules: [SUBMISSION] }
    ]);
    expect(publishing.outcome.value).toEqual({ kind: 'published', version: 4, isSame: false });
  });

  it('publishes a module of a course there again, at its place unless it asks for another', async () => {
    const row = { ...ROW, course: 'c1' };
    server.answer('GET modules', { courses: [COURSE], modules: [row] });
    server.answer('POST modules', { modules: [row] });
    await publishing.list.refresh();
    await publishing.publish(MANUSCRIPT);
    await publishing.publish({ ...MANUSCRIPT, order: 2 });
    const course = { slug: 'data-101', title: 'Data 101' };
    expect(server.changes.map(call => JSON.parse(call.body ?? '') as unknown)).toEqual([
      { course, modules: [{ ...SUBMISSION, order: 5 }] },
      { course, modules: [{ ...SUBMISSION, order: 2 }] }
    ]);
    expect(publishing.outcome.value).toEqual({ kind: 'published', version: 3, isSame: true });
  });

  it('takes for its module the one of no course before those of courses', async () => {
    const modules = [{ ...ROW, id: 'm2', course: 'c1' }, ROW];
    server.answer('GET modules', { courses: [COURSE], modules });
    await publishing.list.refresh();
    expect(publishing.find('mean')?.module.id).toBe('m1');
    expect(publishing.find('median')).toBeNull();
  });

  it('takes a module away', async () => {
    server.answer('DELETE modules/m1', undefined, 204);
    await publishing.unpublish('m1');
    expect(server.changes.map(call => call.path)).toEqual(['modules/m1']);
    expect(publishing.outcome.value).toEqual({ kind: 'unpublished' });
  });

  it('reads moments in the time of the reader', () => {
    const from = '2027-05-12T07:00:00.000Z';
    const until = '2027-05-12T09:30:00.000Z';
    expect(examBetween(localMoment(from), localMoment(until))).toEqual({ from, until });
    expect(examBetween(localMoment(until), localMoment(from))).toBeNull();
    expect(examBetween('', localMoment(until))).toBeNull();
  });

  it('compares releases by all but their number', () => {
    expect(isSameRelease(release(1), release(2))).toBe(true);
    expect(isSameRelease(release(1), release(1, 'x'))).toBe(false);
    expect(isSameRelease(release(1), { ...release(1), metadata: {} })).toBe(false);
  });
});
