import type { JupyterFrontEnd } from '@jupyterlab/application';
import { nullTranslator } from '@jupyterlab/translation';
import { openPreview } from '../../src/plugins/preview';

const TRANS = nullTranslator.load('jupyter_tutor');

/** The files of a server, and the commands that were called. */
class FakeApp {
  readonly files = new Map<string, unknown>();
  readonly opened: unknown[] = [];
  isFull = false;

  get app(): JupyterFrontEnd {
    const contents = {
      newUntitled: ({ path }: { path: string }) => {
        const fresh = path ? `${path}/Untitled.ipynb` : 'Untitled.ipynb';
        this.files.set(fresh, null);
        return Promise.resolve({ path: fresh });
      },
      save: (path: string, { content }: { content: unknown }) => {
        this.files.set(path, content);
        return this.isFull ? Promise.reject(new Error('No space left')) : Promise.resolve({});
      },
      get: (folder: string) => {
        const names = [...this.files.keys()].filter(each => each.startsWith(folder));
        return Promise.resolve({ content: names.map(each => ({ name: each.split('/').pop() })) });
      },
      rename: (from: string, to: string) => {
        expect(this.files.has(to)).toBe(false);
        this.files.set(to, this.files.get(from));
        this.files.delete(from);
        return Promise.resolve({ path: to });
      }
    };
    const commands = { execute: (...call: unknown[]) => Promise.resolve(this.opened.push(call)) };
    return { serviceManager: { contents }, commands } as unknown as JupyterFrontEnd;
  }
}

describe('a preview', () => {
  it('is written beside the notebook under a name of its own, and opened beside it', async () => {
    const server = new FakeApp();
    server.files.set('course/mean.ipynb', 'source');
    await openPreview(server.app, TRANS, 'course/mean.ipynb', { cells: [] });
    expect([...server.files]).toEqual([
      ['course/mean.ipynb', 'source'],
      ['course/mean (preview).ipynb', { cells: [] }]
    ]);
    expect(server.opened).toEqual([
      [
        'docmanager:open',
        {
          path: 'course/mean (preview).ipynb',
          factory: 'Notebook',
          options: { mode: 'split-right' }
        }
      ]
    ]);
  });

  it('is never written over a file', async () => {
    const server = new FakeApp();
    for (const name of ['mean.ipynb', 'mean (preview).ipynb', 'mean (preview 2).ipynb']) {
      server.files.set(name, 'mine');
    }
    await openPreview(server.app, TRANS, 'mean.ipynb', { cells: [] });
    expect([...server.files.values()].filter(each => each === 'mine')).toHaveLength(3);
    expect(server.files.get('mean (preview 3).ipynb')).toEqual({ cells: [] });
  });

  it('says why it could not be written', async () => {
    const server = new FakeApp();
    server.isFull = true;
    const opening = openPreview(server.app, TRANS, 'mean.ipynb', { cells: [] });
    await expect(opening).rejects.toThrow('The preview could not be written: No space left');
    expect(server.opened).toEqual([]);
  });
});
