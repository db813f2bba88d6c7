import { fingerprint } from '../../../src/models/modules/content';
import { written } from '../../fake_modules';
import { ELSEWHERE, START, WorkStage } from '../../work_stage';

// req: M2
describe('Keeping', () => {
  let stage: WorkStage;

  beforeEach(() => {
    stage = new WorkStage();
  });

  afterEach(() => stage.end());

  it('keeps a notebook that the server does not have, without a version the first time', async () => {
    await stage.begin();
    expect(stage.puts).toEqual([{ notebook_state: START, version: null, module_version: 2 }]);
    expect(stage.work.keeping.autosave.status.value.state).toBe('saved');
    expect(stage.work.module.load.value.value?.exercises).toHaveLength(1);
  });

  it('bases what it saves on the version that the server took last', async () => {
    await stage.begin();
    stage.notebook.write('answer', 'two');
    stage.world.accept(2);
    await stage.work.keeping.autosave.flush();
    stage.notebook.write('answer', 'three');
    stage.world.accept(3);
    await stage.work.keeping.autosave.flush();
    expect(stage.puts.map(put => put.version)).toEqual([null, 1, 2]);
  });

  it('takes nothing for work that stage.changes no cell, as the kernel that writes its name', async () => {
    await stage.begin();
    stage.notebook.changed.emit();
    expect(stage.work.keeping.autosave.status.value.state).toBe('saved');
    stage.notebook.write('answer', 'work');
    expect(stage.work.keeping.autosave.status.value.state).toBe('unsaved');
  });

  it('restores what was kept into a notebook that was never written in', async () => {
    stage.has(ELSEWHERE, 4);
    await stage.begin();
    expect(stage.answer()).toContain('elsewhere');
    expect(stage.puts).toEqual([]);
    expect(stage.work.keeping.autosave.status.value).toMatchObject({
      state: 'saved',
      at: Date.parse('2026-01-05T09:00:00Z')
    });
  });

  it('restores what a page sent when it went, though the file is older', async () => {
    await stage.begin();
    stage.notebook.stored.emit();
    stage.notebook.write('answer', 'sent at the last moment');
    stage.world.accept(2);
    await stage.work.keeping.autosave.flush();
    const kept = stage.notebook.read();
    stage.has(kept, 2);
    await stage.begin(START);
    expect(stage.answer()).toBe('sent at the last moment');
  });

  it('goes on with the file where it was written after the server was lost', async () => {
    await stage.begin();
    stage.notebook.stored.emit();
    stage.lose();
    stage.notebook.write('answer', 'written offline');
    await stage.work.keeping.autosave.flush();
    stage.notebook.stored.emit();
    expect(stage.work.keeping.autosave.status.value.state).toBe('offline');
    const file = stage.notebook.read();
    stage.end();
    stage.has(START, 1);
    stage.world.accept(2);
    await stage.begin(file);
    expect(stage.answer()).toBe('written offline');
    expect(stage.lastPut).toMatchObject({ version: 1, notebook_state: file });
  });

  it('writes the file when the server has taken a state, so that both are the same', async () => {
    await stage.begin();
    stage.notebook.isStorable = true;
    stage.notebook.write('answer', 'kept in both places');
    stage.world.accept(2);
    await stage.work.keeping.autosave.flush();
    const remembered = stage.world.memory.read('m1');
    expect(remembered?.disk).toBe(fingerprint(stage.notebook.read()));
    expect(remembered?.state).toBe(remembered?.disk);
  });

  it('takes what was saved elsewhere when the student comes back and has nothing to lose', async () => {
    await stage.begin();
    stage.has(ELSEWHERE, 4);
    await stage.work.keeping.comeBack();
    expect(stage.answer()).toContain('elsewhere');
    stage.notebook.write('answer', 'and on');
    stage.world.accept(5);
    await stage.work.keeping.autosave.flush();
    expect(stage.lastPut).toMatchObject({ version: 4 });
  });

  it('takes nothing over what is not saved yet when the student comes back', async () => {
    await stage.begin();
    stage.has(ELSEWHERE, 4);
    stage.notebook.write('answer', 'mine');
    await stage.work.keeping.comeBack();
    expect(stage.answer()).toBe('mine');
  });

  it('does not take an old file for newer than what this browser sent', async () => {
    const middle = written(START, 'answer', 'written by another browser');
    stage.has(middle, 5);
    await stage.begin(middle);
    stage.notebook.write('answer', 'sent, and never written to disk');
    stage.world.accept(6);
    await stage.work.keeping.autosave.flush();
    const sent = stage.notebook.read();
    stage.has(sent, 6);
    await stage.begin(middle);
    expect(stage.answer()).toBe('sent, and never written to disk');
  });

  it('overwrites nothing while the server cannot be asked', async () => {
    stage.world.server.answer('GET progress/m1', { detail: '', code: 'DB_UNAVAILABLE' }, 503);
    const mine = written(START, 'answer', 'mine');
    await stage.begin(mine);
    expect(stage.notebook.read()).toBe(mine);
  });

  it('keeps both and sends nothing where another browser has gone on', async () => {
    await stage.begin();
    stage.notebook.write('answer', 'mine');
    stage.refuse(ELSEWHERE, 7);
    await stage.work.keeping.autosave.flush();
    expect(stage.work.keeping.conflict.value).toMatchObject({ version: 7, other: ELSEWHERE });
    expect(stage.answer()).toBe('mine');
    stage.notebook.write('answer', 'still mine');
    await stage.work.keeping.autosave.flush();
    expect(stage.puts).toHaveLength(2);
  });

  it('goes on with the open notebook when the student chooses it', async () => {
    await stage.begin();
    stage.notebook.write('answer', 'mine');
    stage.refuse(ELSEWHERE, 7);
    await stage.work.keeping.autosave.flush();
    stage.world.accept(8);
    await stage.work.keeping.keepMine();
    expect(stage.lastPut).toMatchObject({ version: 7 });
    expect(stage.answer()).toBe('mine');
    expect(stage.work.keeping.conflict.value).toBeNull();
    expect(stage.work.keeping.autosave.status.value.state).toBe('saved');
  });

  it('goes on with the other when the student chooses that, and keeps mine as a copy', async () => {
    await stage.begin();
    stage.notebook.write('answer', 'mine');
    stage.refuse(ELSEWHERE, 7);
    await stage.work.keeping.autosave.flush();
    const copy = await stage.work.keeping.takeOther(stem => `${stem} (my version)`);
    expect(copy).toBe('Scientific computing/01-numpy-basics (my version).ipynb');
    expect(stage.answer(stage.world.workspace.files.get(copy ?? '') ?? START)).toBe('mine');
    await expect(stage.world.workspace.tagOf(copy ?? '')).resolves.toBeNull();
    expect(stage.answer()).toContain('elsewhere');
    stage.world.accept(8);
    stage.notebook.write('answer', 'and on');
    await stage.work.keeping.autosave.flush();
    expect(stage.lastPut).toMatchObject({ version: 7 });
  });

  it('writes the other beside mine on demand, and leaves the choice open', async () => {
    await stage.begin();
    stage.notebook.write('answer', 'mine');
    stage.refuse(ELSEWHERE, 7);
    await stage.work.keeping.autosave.flush();
    const copy = await stage.work.keeping.copyOther(stem => `${stem} (other)`);
    expect(stage.answer(stage.world.workspace.files.get(copy ?? '') ?? START)).toContain(
      'elsewhere'
    );
    expect(stage.work.keeping.conflict.value).not.toBeNull();
  });

  it('asks nothing when the server has just this, as when only its answer was lost', async () => {
    await stage.begin();
    stage.notebook.write('answer', 'mine');
    stage.refuse(stage.notebook.read(), 2);
    await stage.work.keeping.autosave.flush();
    stage.world.accept(3);
    await stage.work.keeping.autosave.flush();
    expect(stage.work.keeping.conflict.value).toBeNull();
    expect(stage.lastPut).toMatchObject({ version: 2 });
    expect(stage.work.keeping.autosave.status.value.state).toBe('saved');
  });

  it('asks nothing when the answer was lost and the student has gone on since', async () => {
    await stage.begin();
    stage.lose();
    stage.notebook.write('answer', 'arrived, but nobody said so');
    await stage.work.keeping.autosave.flush();
    const arrived = stage.notebook.read();
    stage.notebook.write('answer', 'gone on');
    stage.refuse(arrived, 2);
    await stage.work.keeping.autosave.flush();
    expect(stage.work.keeping.conflict.value).toBeNull();
    stage.world.accept(3);
    await stage.work.keeping.autosave.flush();
    expect(stage.lastPut).toMatchObject({ version: 2, notebook_state: stage.notebook.read() });
  });

  it('asks on opening where the file and the server went different ways', async () => {
    stage.has(ELSEWHERE, 7);
    await stage.begin(written(START, 'answer', 'from another disk'));
    expect(stage.work.keeping.conflict.value).toMatchObject({
      version: 7,
      savedAt: '2026-01-05T09:00:00Z'
    });
    expect(stage.work.keeping.autosave.status.value.state).toBe('conflict');
    expect(stage.answer()).toBe('from another disk');
  });
});
