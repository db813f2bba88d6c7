import { written } from '../../fake_modules';
import { EXERCISE, LIST, MODULE, NOTHING_DONE, RELEASE, ROW } from '../../module_facts';
import { ModuleStage } from '../../module_stage';
import { PanelStage } from '../../panel_stage';

const done = { id: 'mean', status: 'done', attempts: 1, hint_level: 0 };

describe('The list of modules', () => {
  let stage: PanelStage;
  const text = (): string => stage.host.textContent;

  afterEach(() => stage.strike());

  // req: M1
  it('shows the modules by course with what is done, how long they take, and what comes first', async () => {
    stage = await PanelStage.set();
    await stage.click('Modules');
    expect(stage.host.querySelector('.tutor-group h4')?.textContent).toBe('Scientific computing');
    const [first, second] = stage.host.querySelectorAll('.tutor-module');
    expect(first.textContent).toContain('0 of 1 exercises done');
    expect(first.textContent).toContain('not started · about 40 min');
    expect(first.textContent).not.toContain('Best after');
    expect(second.textContent).toContain('about 1.5 h');
    expect(second.textContent).toContain('Best after: NumPy basics');
  });

  it('opens a module that is to come later all the same', async () => {
    stage = await PanelStage.set(({ modules }) => {
      modules.server.answer('GET modules/m2/notebook', {
        notebook: RELEASE,
        name: 'b.ipynb',
        version: 1
      });
      modules.server.answer('GET progress/m2', NOTHING_DONE);
    });
    await stage.click('Modules');
    await stage.do(() =>
      stage.host.querySelectorAll<HTMLElement>('.tutor-module-button')[1].click()
    );
    expect(stage.modules.shown).toEqual(['Scientific computing/b.ipynb']);
  });

  it('says what will be here while there is nothing', async () => {
    stage = await PanelStage.set(({ modules }) => {
      modules.server.answer('GET modules', { courses: [], modules: [] });
    });
    await stage.click('Modules');
    expect(text()).toContain('There are no modules here yet.');
  });

  it('says why it cannot show them, and tries again', async () => {
    const down = { detail: 'The database does not answer.', code: 'DB_UNAVAILABLE' };
    stage = await PanelStage.set(({ modules }) => modules.server.answer('GET modules', down, 503));
    await stage.click('Modules');
    expect(stage.host.querySelector('[role=alert]')?.textContent).toContain(
      'The database does not'
    );
    stage.modules.server.answer('GET modules', LIST);
    await stage.click('Try again');
    expect(stage.host.querySelector('[role=alert]')).toBeNull();
    expect(text()).toContain('Linear algebra');
  });

  it('says why a module cannot be opened', async () => {
    const gone = { detail: 'There is no such module.', code: 'NOT_FOUND' };
    stage = await PanelStage.set(({ modules }) =>
      modules.server.answer('GET modules/m1/notebook', gone, 404)
    );
    await stage.click('Modules');
    await stage.do(() => stage.host.querySelector<HTMLElement>('.tutor-module-button')?.click());
    expect(text()).toContain('There is no such module.');
  });

  it('leads to the pictures of progress', async () => {
    stage = await PanelStage.set();
    await stage.click('Modules');
    await stage.click('My progress');
    expect(stage.opened).toEqual(['progress']);
  });
});

// req: F4
describe('The open module', () => {
  let stage: ModuleStage;

  afterEach(() => stage.panel.strike());

  it('stands above the conversation, with whether it is saved', async () => {
    stage = await ModuleStage.set();
    const bar = stage.panel.host.querySelector('.tutor-module-bar');
    expect(bar?.textContent).toContain('NumPy basics');
    expect(bar?.textContent).toMatch(/Saved/);
    await stage.panel.click('NumPy basics');
    expect(stage.panel.tutor.view.value).toBe('modules');
  });

  it('lists the exercises; a click goes to the cell', async () => {
    stage = await ModuleStage.set();
    await stage.panel.click('Modules');
    const item = stage.panel.host.querySelector('.tutor-exercise');
    expect(item?.textContent).toContain('Meannot started');
    await stage.do(() => item?.querySelector('button')?.click());
    expect(stage.notebook.shown).toEqual(['mean']);
    expect(stage.panel.focused).toBe(1);
  });

  it('checks an exercise, says which checks passed, and shows the badge grow', async () => {
    stage = await ModuleStage.set(({ modules }) => {
      modules.server.answer('PUT progress/m1/exercises/mean', { ...done, status: 'in_progress' });
    });
    await stage.panel.click('Modules');
    stage.notebook.kernel.ends.set('assert mean([1, 3]) == 2', {
      kind: 'raised',
      name: 'AssertionError',
      message: 'It gave None.'
    });
    await stage.panel.click('Check my work in “Mean”');
    expect(stage.text).toContain('0 of 1 checks passed.');
    expect(stage.text).toContain('failed:two valuesIt gave None.');
    expect(stage.text).toContain('in progress · 1 attempt');
    stage.notebook.kernel.ends.clear();
    stage.panel.modules.server.answer('PUT progress/m1/exercises/mean', { ...done, attempts: 2 });
    await stage.panel.click('Check my work in “Mean”');
    expect(stage.text).toContain('Passed. Well done!');
    expect(stage.text).toContain('done · 2 attempts');
    expect(
      stage.panel.host.querySelector('.tutor-open-module .tutor-badge')?.textContent
    ).toContain('✓ 1/1');
  });

  it('says what is wrong with the kernel, and offers what helps', async () => {
    stage = await ModuleStage.set();
    await stage.panel.click('Modules');
    stage.notebook.kernel.state = 'dead';
    await stage.panel.click('Check my work in “Mean”');
    expect(stage.text).toContain('The kernel has ended.');
    await stage.panel.click('Start it again');
    expect(stage.notebook.kernel.starts).toBe(1);
    expect(stage.text).not.toContain('The kernel has ended.');
    stage.notebook.kernel.state = 'busy';
    await stage.panel.click('Check my work in “Mean”');
    expect(stage.text).toContain('still running something');
    await stage.panel.click('Stop it');
    expect(stage.notebook.kernel.interrupts).toBe(1);
  });

  it('offers to run what stands above when the code cannot do without it', async () => {
    stage = await ModuleStage.set();
    await stage.panel.click('Modules');
    stage.notebook.kernel.ends.set('def mean(values):\n    ...', {
      kind: 'raised',
      name: 'NameError',
      message: "name 'np' is not defined"
    });
    await stage.panel.click('Check my work in “Mean”');
    expect(stage.text).toContain('Your code ends with NameError, so nothing could be checked.');
    await stage.panel.click('Run the cells above, then check');
    expect(stage.notebook.ranAbove).toEqual(['mean']);
  });

  it('lets the student say that an exercise without checks is done', async () => {
    stage = await ModuleStage.set(({ modules }) => {
      modules.server.answer('GET modules/m1', {
        ...MODULE,
        exercises: [{ ...EXERCISE, checks: 0 }]
      });
      modules.server.answer('PUT progress/m1/exercises/mean', { ...done, attempts: 1 });
    });
    await stage.panel.click('Modules');
    await stage.panel.click('I have done “Mean”');
    const reports = stage.panel.modules.server.changes.filter(each => each.path.endsWith('/mean'));
    expect(reports.map(each => each.body)).toEqual(['{"passed":true,"checks":[]}']);
    expect(stage.panel.button('I have done “Mean”')).toBeUndefined();
  });

  // req: P10
  it('says who has silenced the tutor', async () => {
    stage = await ModuleStage.set(({ modules }) => {
      modules.server.answer('GET modules/m1', { ...MODULE, policy: { tutor: 'off' } });
    });
    expect(stage.text).toContain('Your course staff has switched the tutor off in this module.');
  });

  // req: M2
  it('says that there are two versions, and leads to the choice', async () => {
    stage = await ModuleStage.set();
    stage.panel.modules.server.answer(
      'PUT progress/m1',
      {
        detail: '',
        code: 'CONFLICT',
        progress: {
          ...NOTHING_DONE,
          version: 5,
          notebook_state: written(RELEASE, 'answer', 'theirs')
        }
      },
      409
    );
    await stage.do(() => stage.notebook.write('answer', 'mine'));
    await stage.do(() => void stage.panel.desk.work.value?.keeping.autosave.flush());
    expect(stage.panel.host.querySelector('[role=alert]')?.textContent).toContain('somewhere else');
    expect(stage.text).toContain('Two versions: choose one');
    await stage.panel.click('Compare and choose');
    expect(stage.panel.opened).toEqual(['comparison']);
  });

  it('says that a newer release is there, and moves over', async () => {
    stage = await ModuleStage.set(({ modules }) => {
      modules.server.answer('GET modules/m1', { ...MODULE, version: 3 });
      const own = {
        version: 1,
        module: { slug: 'numpy-basics', title: 'NumPy basics', release: 3 }
      };
      modules.server.answer('GET modules/m1/notebook?work=true', {
        notebook: { ...RELEASE, metadata: { jupyter_tutor: own } },
        name: '01-numpy-basics.ipynb',
        version: 3
      });
    });
    expect(stage.text).toContain('A newer version of this module is there.');
    await stage.panel.click('Move over');
    expect(stage.text).not.toContain('A newer version');
    expect([...stage.panel.modules.workspace.files.keys()]).toEqual([
      'Scientific computing/01-numpy-basics (before the update).ipynb'
    ]);
  });

  it('is asked about over the connection of the module', async () => {
    stage = await ModuleStage.set();
    const { world, tutor } = stage.panel;
    await stage.do(() => world.module.set(ROW.id));
    stage.panel.type('Why?');
    await stage.do(() => tutor.send());
    expect(world.moduleSocket.sent.map(frame => frame.type)).toEqual(['message']);
    expect(world.socket.sent).toEqual([]);
  });
});
