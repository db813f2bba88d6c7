import { laidDown } from '../../../src/models/modules/content';
import type { ModuleDesk } from '../../../src/models/modules/desk';
import { readModuleTag } from '../../../src/notebook/module_tag';
import { FakeModuleNotebook, ModuleWorld, written } from '../../fake_modules';
import { settle } from '../../fake_tutor';
import { LIST, notebook, NOTHING_DONE, RELEASE, ROW } from '../../module_facts';

const PATH = 'Scientific computing/01-numpy-basics.ipynb';

describe('ModuleDesk', () => {
  let world: ModuleWorld;
  let desk: ModuleDesk;

  beforeEach(async () => {
    world = new ModuleWorld();
    desk = world.makeDesk();
    await desk.catalogue.need();
  });

  afterEach(() => desk.work.value?.dispose());

  // req: M1
  it('lays the release down in the folder of its course and shows it', async () => {
    await expect(desk.open(ROW)).resolves.toBe(PATH);
    const laid = world.workspace.files.get(PATH);
    expect(laid?.cells).toEqual(RELEASE.cells);
    expect(readModuleTag(laid?.metadata.jupyter_tutor)?.taken?.module).toBe('m1');
    expect(world.shown).toEqual([PATH]);
  });

  it('shows the notebook that is there, and writes nothing', async () => {
    const mine = written(laidDown(RELEASE, 'm1'), 'answer', 'mine');
    world.workspace.files.set(PATH, mine);
    await desk.open(ROW);
    expect([...world.workspace.files]).toEqual([[PATH, mine]]);
    expect(world.shown).toEqual([PATH]);
  });

  // req: M2
  it('lays down what was kept where there is no notebook, as in another browser', async () => {
    const kept = written(laidDown(RELEASE, 'm1'), 'answer', 'kept');
    world.server.answer('GET progress/m1', { ...NOTHING_DONE, version: 3, notebook_state: kept });
    await desk.open(ROW);
    expect(world.workspace.files.get(PATH)).toEqual(kept);
  });

  it('says of a kept state whose it is where it does not say so itself', async () => {
    const kept = notebook(RELEASE.cells);
    world.server.answer('GET progress/m1', { ...NOTHING_DONE, version: 3, notebook_state: kept });
    await desk.open(ROW);
    await expect(world.workspace.tagOf(PATH)).resolves.toMatchObject({ taken: { module: 'm1' } });
  });

  it('follows the notebook that is looked at', async () => {
    const open = new FakeModuleNotebook();
    world.notebooks.look(open);
    await settle();
    expect(desk.work.value?.id).toBe('m1');
    const work = desk.work.value;
    world.notebooks.look(null);
    await settle();
    expect(desk.work.value).toBeNull();
    world.notebooks.look(open);
    await settle();
    expect(desk.work.value).toBe(work);
    open.closed.emit();
    world.notebooks.look(null);
    await settle();
    expect(desk.work.value).toBeNull();
  });

  it('looks again for a module that was published since the list was fetched', async () => {
    const published = { ...ROW, id: 'm7', slug: 'new' };
    world.server.answer('GET modules', { ...LIST, modules: [published] });
    world.server.answer('GET modules/m7', { ...published, exercises: [] });
    const own = { module: { slug: 'new', title: 'New', release: 1 } };
    world.notebooks.look(new FakeModuleNotebook(notebook([], own)));
    await settle();
    expect(desk.work.value?.id).toBe('m7');
  });

  it('leaves a module of another server alone', async () => {
    world.notebooks.look(new FakeModuleNotebook(laidDown(RELEASE, 'of-another-server')));
    await settle();
    expect(desk.work.value).toBeNull();
    expect(world.server.changes).toEqual([]);
  });
});
