import type { INotebookContent } from '@jupyterlab/nbformat';
import { fingerprint, laidDown } from '../../../src/models/modules/content';
import { ModuleWork } from '../../../src/models/modules/work';
import { FakeModuleNotebook, ModuleWorld, written } from '../../fake_modules';
import { settle } from '../../fake_tutor';
import { MODULE, NOTHING_DONE, RELEASE } from '../../module_facts';

const START = laidDown(RELEASE, 'm1');
const ELSEWHERE = written(START, 'answer', 'def mean(values):\n    return "elsewhere"');

// req: M2
describe('ModuleWork', () => {
  let world: ModuleWorld;
  let notebook: FakeModuleNotebook;
  let work: ModuleWork;
  let changes: number;

  /** The server has a state as this version. */
  const has = (state: INotebookContent, version: number): void =>
    world.server.answer('GET progress/m1', {
      ...NOTHING_DONE,
      version,
      notebook_state: state,
      updated_at: '2026-01-05T09:00:00Z'
    });
  /** The server refuses, since it has this. */
  const refuse = (state: INotebookContent, version: number): void =>
    world.server.answer(
      'PUT progress/m1',
      {
        detail: 'Saved elsewhere',
        code: 'CONFLICT',
        progress: { ...NOTHING_DONE, version, notebook_state: state }
      },
      409
    );
  const begin = async (content = START): Promise<void> => {
    notebook = new FakeModuleNotebook(content);
    work = new ModuleWork('m1', notebook, {
      rest: world.rest,
      workspace: world.workspace,
      memory: world.memory,
      now: () => 1000,
      nameOfCheck: number => `Check ${number}`,
      onChange: () => (changes += 1)
    });
    await work.open();
  };
  const puts = (): Record<string, unknown>[] =>
    world.server.changes
      .filter(({ path }) => path === 'progress/m1')
      .map(({ body }) => JSON.parse(body ?? '') as Record<string, unknown>);
  const lastPut = (): Record<string, unknown> | undefined => puts().reverse()[0];
  const answer = (content = notebook.read()): string =>
    String(content.cells.find(cell => cell.id === 'answer')?.source);

  beforeEach(() => {
    world = new ModuleWorld();
    changes = 0;
  });

  afterEach(() => work.dispose());

  it('keeps a notebook that the server does not have, without a version the first time', async () => {
    await begin();
    expect(puts()).toEqual([{ notebook_state: START, version: null, module_version: 2 }]);
    expect(work.keeping.autosave.status.value.state).toBe('saved');
    expect(work.module.load.value.value?.exercises).toHaveLength(1);
  });

  it('bases what it saves on the version that the server took last', async () => {
    await begin();
    notebook.write('answer', 'two');
    world.accept(2);
    await work.keeping.autosave.flush();
    notebook.write('answer', 'three');
    world.accept(3);
    await work.keeping.autosave.flush();
    expect(puts().map(put => put.version)).toEqual([null, 1, 2]);
  });

  it('takes nothing for work that changes no cell, as the kernel that writes its name', async () => {
    await begin();
    notebook.changed.emit();
    expect(work.keeping.autosave.status.value.state).toBe('saved');
    notebook.write('answer', 'work');
    expect(work.keeping.autosave.status.value.state).toBe('unsaved');
  });

  it('restores what was kept into a notebook that was never written in', async () => {
    has(ELSEWHERE, 4);
    await begin();
    expect(answer()).toContain('elsewhere');
    expect(puts()).toEqual([]);
    expect(work.keeping.autosave.status.value).toMatchObject({
      state: 'saved',
      at: Date.parse('2026-01-05T09:00:00Z')
    });
  });

  it('restores what a page sent when it went, though the file is older', async () => {
    await begin();
    notebook.stored.emit();
    notebook.write('answer', 'sent at the last moment');
    world.accept(2);
    await work.keeping.autosave.flush();
    const kept = notebook.read();
    work.dispose();
    has(kept, 2);
    await begin(START);
    expect(answer()).toBe('sent at the last moment');
  });

  it('goes on with the file where it was written after the server was lost', async () => {
    await begin();
    notebook.stored.emit();
    world.server.answer('PUT progress/m1', { detail: '', code: 'DB_UNAVAILABLE' }, 503);
    notebook.write('answer', 'written offline');
    await work.keeping.autosave.flush();
    notebook.stored.emit();
    expect(work.keeping.autosave.status.value.state).toBe('offline');
    const file = notebook.read();
    work.dispose();
    has(START, 1);
    world.accept(2);
    await begin(file);
    expect(answer()).toBe('written offline');
    expect(lastPut()).toMatchObject({ version: 1, notebook_state: file });
  });

  it('writes the file when the server has taken a state, so that both are the same', async () => {
    await begin();
    notebook.isStorable = true;
    notebook.write('answer', 'kept in both places');
    world.accept(2);
    await work.keeping.autosave.flush();
    const remembered = world.memory.read('m1');
    expect(remembered?.disk).toBe(fingerprint(notebook.read()));
    expect(remembered?.state).toBe(remembered?.disk);
  });

  it('takes what was saved elsewhere when the student comes back and has nothing to lose', async () => {
    await begin();
    has(ELSEWHERE, 4);
    await work.keeping.comeBack();
    expect(answer()).toContain('elsewhere');
    notebook.write('answer', 'and on');
    world.accept(5);
    await work.keeping.autosave.flush();
    expect(lastPut()).toMatchObject({ version: 4 });
  });

  it('takes nothing over what is not saved yet when the student comes back', async () => {
    await begin();
    has(ELSEWHERE, 4);
    notebook.write('answer', 'mine');
    await work.keeping.comeBack();
    expect(answer()).toBe('mine');
  });

  it('does not take an old file for newer than what this browser sent', async () => {
    const middle = written(START, 'answer', 'written by another browser');
    has(middle, 5);
    await begin(middle);
    notebook.write('answer', 'sent, and never written to disk');
    world.accept(6);
    await work.keeping.autosave.flush();
    const sent = notebook.read();
    work.dispose();
    has(sent, 6);
    await begin(middle);
    expect(answer()).toBe('sent, and never written to disk');
  });

  it('overwrites nothing while the server cannot be asked', async () => {
    world.server.answer('GET progress/m1', { detail: '', code: 'DB_UNAVAILABLE' }, 503);
    const mine = written(START, 'answer', 'mine');
    await begin(mine);
    expect(notebook.read()).toBe(mine);
  });

  it('keeps both and sends nothing where another browser has gone on', async () => {
    await begin();
    notebook.write('answer', 'mine');
    refuse(ELSEWHERE, 7);
    await work.keeping.autosave.flush();
    expect(work.keeping.conflict.value).toMatchObject({ version: 7, other: ELSEWHERE });
    expect(answer()).toBe('mine');
    notebook.write('answer', 'still mine');
    await work.keeping.autosave.flush();
    expect(puts()).toHaveLength(2);
  });

  it('goes on with the open notebook when the student chooses it', async () => {
    await begin();
    notebook.write('answer', 'mine');
    refuse(ELSEWHERE, 7);
    await work.keeping.autosave.flush();
    world.accept(8);
    await work.keeping.keepMine();
    expect(lastPut()).toMatchObject({ version: 7 });
    expect(answer()).toBe('mine');
    expect(work.keeping.conflict.value).toBeNull();
    expect(work.keeping.autosave.status.value.state).toBe('saved');
  });

  it('goes on with the other when the student chooses that, and keeps mine as a copy', async () => {
    await begin();
    notebook.write('answer', 'mine');
    refuse(ELSEWHERE, 7);
    await work.keeping.autosave.flush();
    const copy = await work.keeping.takeOther(stem => `${stem} (my version)`);
    expect(copy).toBe('Scientific computing/01-numpy-basics (my version).ipynb');
    expect(answer(world.workspace.files.get(copy ?? '') ?? START)).toBe('mine');
    await expect(world.workspace.tagOf(copy ?? '')).resolves.toBeNull();
    expect(answer()).toContain('elsewhere');
    world.accept(8);
    notebook.write('answer', 'and on');
    await work.keeping.autosave.flush();
    expect(lastPut()).toMatchObject({ version: 7 });
  });

  it('writes the other beside mine on demand, and leaves the choice open', async () => {
    await begin();
    notebook.write('answer', 'mine');
    refuse(ELSEWHERE, 7);
    await work.keeping.autosave.flush();
    const copy = await work.keeping.copyOther(stem => `${stem} (other)`);
    expect(answer(world.workspace.files.get(copy ?? '') ?? START)).toContain('elsewhere');
    expect(work.keeping.conflict.value).not.toBeNull();
  });

  it('asks nothing when the server has just this, as when only its answer was lost', async () => {
    await begin();
    notebook.write('answer', 'mine');
    refuse(notebook.read(), 2);
    await work.keeping.autosave.flush();
    world.accept(3);
    await work.keeping.autosave.flush();
    expect(work.keeping.conflict.value).toBeNull();
    expect(lastPut()).toMatchObject({ version: 2 });
    expect(work.keeping.autosave.status.value.state).toBe('saved');
  });

  it('asks on opening where the file and the server went different ways', async () => {
    has(ELSEWHERE, 7);
    await begin(written(START, 'answer', 'from another disk'));
    expect(work.keeping.conflict.value).toMatchObject({
      version: 7,
      savedAt: '2026-01-05T09:00:00Z'
    });
    expect(work.keeping.autosave.status.value.state).toBe('conflict');
    expect(answer()).toBe('from another disk');
  });

  it('moves over to a newer release with the work, and keeps the old notebook as a copy', async () => {
    world.server.answer('GET modules/m1', { ...MODULE, version: 3 });
    await begin(written(START, 'answer', 'my answer'));
    expect(work.isOutdated).toBe(true);
    const carried = written(RELEASE, 'answer', 'my answer');
    const own = { version: 1, module: { slug: 'numpy-basics', title: 'NumPy basics', release: 3 } };
    const release = { ...carried, metadata: { jupyter_tutor: own } };
    world.server.answer('GET modules/m1/notebook?work=true', {
      notebook: release,
      name: '01-numpy-basics.ipynb',
      version: 3
    });
    const copy = await work.moveOver(stem => `${stem} (before)`);
    expect(world.workspace.files.get(copy)).toBeDefined();
    expect(answer()).toBe('my answer');
    expect(notebook.tag).toMatchObject({ release: 3, taken: { module: 'm1' } });
    expect(lastPut()).toMatchObject({ module_version: 3 });
    expect(work.isOutdated).toBe(false);
  });

  it('does not move over before everything is kept', async () => {
    await begin();
    world.server.answer('PUT progress/m1', { detail: '', code: 'DB_UNAVAILABLE' }, 503);
    await expect(work.moveOver(stem => stem)).rejects.toThrow();
    expect(fingerprint(notebook.read())).toBe(fingerprint(START));
    expect(world.workspace.files.size).toBe(0);
  });

  it('shows what was reached in an exercise at once, and in the list of modules', async () => {
    await begin();
    world.server.answer('PUT progress/m1/exercises/mean', {
      id: 'mean',
      status: 'done',
      attempts: 1,
      hint_level: 0
    });
    const before = changes;
    await work.checks.check('mean');
    expect(work.module.load.value.value).toMatchObject({
      done: 1,
      exercises: [{ id: 'mean', status: 'done', attempts: 1, title: 'Mean' }]
    });
    expect(changes).toBe(before + 1);
    await settle();
  });

  it('runs what stands above an exercise before it is checked, when asked to', async () => {
    await begin();
    await work.checkFromTop('mean');
    expect(notebook.ranAbove).toEqual(['mean']);
    expect(notebook.kernel.ran).toHaveLength(2);
  });
});
