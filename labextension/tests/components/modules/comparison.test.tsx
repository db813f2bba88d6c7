import { nullTranslator } from '@jupyterlab/translation';
import * as React from 'react';
import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { Comparison } from '../../../src/components/modules/comparison';
import { laidDown } from '../../../src/models/modules/content';
import { ModuleWork } from '../../../src/models/modules/work';
import { FakeModuleNotebook, ModuleWorld, written } from '../../fake_modules';
import { settle } from '../../fake_tutor';
import { NOTHING_DONE, RELEASE } from '../../module_facts';

const START = laidDown(RELEASE, 'm1');

// req: M2
describe('The choice between two versions', () => {
  const world = new ModuleWorld();
  let notebook: FakeModuleNotebook;
  let work: ModuleWork;
  let root: Root;
  let host: HTMLElement;
  let told: string[];
  let closed: number;
  const press = (name: string): Promise<void> =>
    act(async () => {
      [...host.querySelectorAll('button')].find(each => each.textContent === name)?.click();
      await settle();
    });

  beforeEach(async () => {
    told = [];
    closed = 0;
    world.workspace.files.clear();
    world.server.answer('GET progress/m1', {
      ...NOTHING_DONE,
      version: 7,
      notebook_state: written(START, 'answer', 'def mean(values):\n    return 2'),
      updated_at: '2026-01-05T09:00:00Z'
    });
    notebook = new FakeModuleNotebook(written(START, 'answer', 'def mean(values):\n    return 1'));
    work = new ModuleWork('m1', notebook, {
      rest: world.rest,
      workspace: world.workspace,
      memory: new ModuleWorld().memory,
      now: () => 1000,
      nameOfCheck: String,
      onChange: () => undefined
    });
    await work.open();
    host = document.body.appendChild(document.createElement('div'));
    root = createRoot(host);
    await act(async () => {
      root.render(
        <Comparison
          work={work}
          trans={nullTranslator.load('jupyter_tutor')}
          locale="en"
          onClose={() => (closed += 1)}
          tell={text => told.push(text)}
        />
      );
      await settle();
    });
  });

  afterEach(() => {
    act(() => root.unmount());
    host.remove();
    work.dispose();
  });

  it('shows only the cells that differ, in words as well as in colour', () => {
    expect(host.textContent).toContain('differ in 1 cell.');
    expect(host.textContent).toContain('3 cells are the same');
    const changed = host.querySelector('[aria-label="Changed"]');
    expect(changed?.querySelector('[aria-label="Here"]')?.textContent).toContain(
      'differs:     return 1'
    );
    expect(changed?.querySelector('[aria-label="Saved elsewhere"]')?.textContent).toContain(
      'return 2'
    );
    expect(document.activeElement?.tagName).toBe('H2');
  });

  it('goes on with the open notebook', async () => {
    world.accept(8);
    await press('Go on with this notebook');
    expect(work.keeping.conflict.value).toBeNull();
    expect(closed).toBe(1);
    expect(told).toHaveLength(1);
  });

  it('goes on with the other one, and says where the first is kept', async () => {
    await press('Go on with the other version');
    expect(told[0]).toContain('01-numpy-basics (my version).ipynb');
    expect(JSON.stringify(notebook.read())).toContain('return 2');
    expect(closed).toBe(1);
  });

  it('writes a copy and lets the student go on looking', async () => {
    await press('Save the other version as a copy');
    expect([...world.workspace.files.keys()][0]).toContain('(other version).ipynb');
    expect(closed).toBe(0);
    expect(work.keeping.conflict.value).not.toBeNull();
  });

  it('says so when there is nothing to choose any more', async () => {
    world.accept(8);
    await act(() => work.keeping.keepMine());
    expect(host.textContent).toContain('There is nothing to choose any more');
  });
});
