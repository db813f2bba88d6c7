import type { Contents } from '@jupyterlab/services';
import { ContentsWorkspace } from '../../src/notebook/workspace';
import { RELEASE } from '../module_facts';

/** Jupyter's contents service over a map of files; folders are kept as null. */
class FakeContents {
  readonly files = new Map<string, unknown>();

  get(path: string): Promise<unknown> {
    if (!this.files.has(path)) {
      return Promise.reject(Object.assign(new Error('gone'), { response: { status: 404 } }));
    }
    const content = this.files.get(path);
    if (content === null) {
      const inside = [...this.files.keys()].filter(name => name.startsWith(`${path}/`));
      const entries = inside.map(name => ({ name: name.slice(path.length + 1) }));
      return Promise.resolve({ type: 'directory', content: entries });
    }
    return Promise.resolve({ type: typeof content === 'string' ? 'file' : 'notebook', content });
  }

  save(path: string, model: { type: string; content?: unknown }): Promise<void> {
    this.files.set(path, model.type === 'directory' ? null : model.content);
    return Promise.resolve();
  }
}

describe('ContentsWorkspace', () => {
  let contents: FakeContents;
  let workspace: ContentsWorkspace;

  beforeEach(() => {
    contents = new FakeContents();
    workspace = new ContentsWorkspace(contents as unknown as Contents.IManager);
  });

  it('makes the folder that a notebook goes into', async () => {
    await workspace.create('Course/a.ipynb', RELEASE);
    expect(contents.files.get('Course')).toBeNull();
    await expect(workspace.names('Course')).resolves.toEqual(['a.ipynb']);
    await expect(workspace.tagOf('Course/a.ipynb')).resolves.toMatchObject({
      slug: 'numpy-basics'
    });
  });

  it('writes over nothing', async () => {
    contents.files.set('a.ipynb', 'mine');
    await expect(workspace.create('a.ipynb', RELEASE)).rejects.toThrow('exists already');
    expect(contents.files.get('a.ipynb')).toBe('mine');
  });

  it('has nothing to say of what is not there, or no notebook', async () => {
    contents.files.set('text.ipynb', 'no notebook');
    await expect(workspace.names('nowhere')).resolves.toEqual([]);
    await expect(workspace.tagOf('nowhere.ipynb')).resolves.toBeNull();
    await expect(workspace.tagOf('text.ipynb')).resolves.toBeNull();
  });

  it('does not take a failure for a file that is not there', async () => {
    contents.get = () => Promise.reject(new Error('no network'));
    await expect(workspace.create('a.ipynb', RELEASE)).rejects.toThrow('no network');
  });
});
