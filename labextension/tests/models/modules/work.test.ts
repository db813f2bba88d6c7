import { fingerprint } from '../../../src/models/modules/content';
import { written } from '../../fake_modules';
import { settle } from '../../fake_tutor';
import { MODULE, RELEASE } from '../../module_facts';
import { START, WorkStage } from '../../work_stage';

// req: M2
describe('ModuleWork', () => {
  let stage: WorkStage;

  beforeEach(() => {
    stage = new WorkStage();
  });

  afterEach(() => stage.end());

  it('moves over to a newer release with the work, and keeps the old notebook as a copy', async () => {
    stage.world.server.answer('GET modules/m1', { ...MODULE, version: 3 });
    await stage.begin(written(START, 'answer', 'my answer'));
    expect(stage.work.isOutdated).toBe(true);
    const carried = written(RELEASE, 'answer', 'my answer');
    const own = { version: 1, module: { slug: 'numpy-basics', title: 'NumPy basics', release: 3 } };
    const release = { ...carried, metadata: { jupyter_tutor: own } };
    stage.world.server.answer('GET modules/m1/notebook?work=true', {
      notebook: release,
      name: '01-numpy-basics.ipynb',
      version: 3
    });
    const copy = await stage.work.moveOver(stem => `${stem} (before)`);
    expect(stage.world.workspace.files.get(copy)).toBeDefined();
    expect(stage.answer()).toBe('my answer');
    expect(stage.notebook.tag).toMatchObject({ release: 3, taken: { module: 'm1' } });
    expect(stage.lastPut).toMatchObject({ module_version: 3 });
    expect(stage.work.isOutdated).toBe(false);
  });

  it('does not move over before everything is kept', async () => {
    await stage.begin();
    stage.lose();
    await expect(stage.work.moveOver(stem => stem)).rejects.toThrow();
    expect(fingerprint(stage.notebook.read())).toBe(fingerprint(START));
    expect(stage.world.workspace.files.size).toBe(0);
  });

  it('shows what was reached in an exercise at once, and in the list of modules', async () => {
    await stage.begin();
    stage.world.server.answer('PUT progress/m1/exercises/mean', {
      id: 'mean',
      status: 'done',
      attempts: 1,
      hint_level: 0
    });
    const before = stage.changes;
    await stage.work.checks.check('mean');
    expect(stage.work.module.load.value.value).toMatchObject({
      done: 1,
      exercises: [{ id: 'mean', status: 'done', attempts: 1, title: 'Mean' }]
    });
    expect(stage.changes).toBe(before + 1);
    await settle();
  });

  it('runs what stands above an exercise before it is checked, when asked to', async () => {
    await stage.begin();
    await stage.work.checkFromTop('mean');
    expect(stage.notebook.ranAbove).toEqual(['mean']);
    expect(stage.notebook.kernel.ran).toHaveLength(2);
  });
});
