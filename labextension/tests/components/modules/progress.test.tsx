import { nullTranslator } from '@jupyterlab/translation';
import * as React from 'react';
import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { Progress } from '../../../src/components/modules/progress/progress';
import { ProgressPage } from '../../../src/models/modules/progress_page';
import { Store } from '../../../src/models/store';
import type { ChartSpec } from '../../../src/models/usage/charts';
import { ModuleWorld } from '../../fake_modules';
import { settle } from '../../fake_tutor';
import { EXERCISE, LIST, MODULE, NEXT_ROW, ROW } from '../../module_facts';

const OVERVIEW = {
  modules: [
    {
      id: 'm1',
      title: 'NumPy basics',
      students: 12,
      completed: 3,
      exercises: [
        {
          id: 'mean',
          title: 'Mean',
          not_started: 2,
          in_progress: 7,
          done: 3,
          attempts: 31,
          hint_levels: [1, 2, 0, 4, 0]
        }
      ]
    }
  ]
};

describe('The page about progress', () => {
  let world: ModuleWorld;
  let drawn: ChartSpec[];
  let root: Root;
  let host: HTMLElement;
  const cells = (table: string): (string | null)[] =>
    [...host.querySelectorAll(`table[aria-label="${table}"] td`)].map(cell => cell.textContent);
  const open = async (roles: string[]): Promise<void> => {
    world.server.answer('GET auth/me', { username: 'ada', roles });
    jest.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(600);
    const page = new ProgressPage(world.rest);
    host = document.body.appendChild(document.createElement('div'));
    root = createRoot(host);
    await act(async () => {
      root.render(
        <Progress
          page={page}
          services={{
            trans: nullTranslator.load('jupyter_tutor'),
            locale: 'en',
            theme: new Store('light'),
            palette: () => ({ text: 'black', line: 'grey', bar: 'blue', font: 'sans-serif' }),
            drawChart: spec => {
              drawn.push(spec);
              return Promise.resolve(() => undefined);
            },
            confirm: () => Promise.resolve(true),
            save: () => undefined
          }}
        />
      );
      await page.open();
      await settle();
      await settle();
    });
  };
  const press = (name: string): Promise<void> =>
    act(async () => {
      [...host.querySelectorAll('button')].find(each => each.textContent === name)?.click();
      await settle();
      await settle();
    });

  beforeEach(() => {
    world = new ModuleWorld();
    drawn = [];
    const begun = { ...ROW, status: 'in_progress', done: 1, total: 1, attempt_count: 5 };
    world.server.answer('GET modules', { ...LIST, modules: [begun, NEXT_ROW] });
    const exercise = { ...EXERCISE, status: 'done', attempts: 3, hint_level: 2 };
    world.server.answer('GET modules/m1', { ...MODULE, ...begun, exercises: [exercise] });
    world.server.answer('GET modules/overview', OVERVIEW);
  });

  afterEach(() => {
    act(() => root.unmount());
    host.remove();
    jest.restoreAllMocks();
  });

  // req: F4
  it('draws what a student has done, and says the same in tables', async () => {
    await open(['student']);
    expect(drawn.map(spec => spec.description)).toEqual(['Exercises per module']);
    expect(drawn[0].data).toEqual({
      values: [
        { name: 'NumPy basics', kind: 'done', count: 1, rank: 1 },
        { name: 'Linear algebra', kind: 'to do', count: 4, rank: 0 }
      ]
    });
    expect(cells('My modules')).toEqual([
      'NumPy basics',
      '1 of 1',
      '5',
      'Linear algebra',
      '0 of 4',
      '0'
    ]);
    expect(cells('Exercises of NumPy basics')).toEqual(['Mean', 'done', '3', '2 of 5']);
    expect(host.textContent).not.toContain('The class');
  });

  it('asks nothing of the class for a student', async () => {
    await open(['student']);
    expect(world.server.requests.map(each => each.path)).not.toContain('modules/overview');
  });

  // req: F4
  it('draws for staff how far the class is and how much help it took', async () => {
    await open(['student', 'instructor']);
    drawn.length = 0;
    await press('The class');
    expect(drawn.map(spec => spec.description)).toEqual([
      'Students per exercise',
      'Highest hint per student'
    ]);
    expect(drawn[0].data).toMatchObject({
      values: [
        { kind: 'not started', count: 2 },
        { kind: 'in progress', count: 7 },
        { kind: 'done', count: 3 }
      ]
    });
    expect(host.textContent).toContain('12 students · 3 have completed it');
    expect(cells('Exercises of NumPy basics')).toEqual([
      'Mean',
      '2',
      '7',
      '3',
      '31',
      '1',
      '2',
      '0',
      '4',
      '0'
    ]);
  });

  it('says so where nothing is published yet', async () => {
    world.server.answer('GET modules/overview', { modules: [] });
    world.server.answer('GET modules', { courses: [], modules: [] });
    await open(['admin']);
    expect(host.textContent).toContain('There are no modules here yet.');
    await press('The class');
    expect(host.textContent).toContain('No modules are published yet.');
  });

  it('says why it cannot show anything', async () => {
    const down = { detail: 'The database does not answer.', code: 'DB_UNAVAILABLE' };
    world.server.answer('GET modules', down, 503);
    await open(['student']);
    expect(host.querySelector('[role=alert]')?.textContent).toContain(
      'The database does not answer.'
    );
  });
});
