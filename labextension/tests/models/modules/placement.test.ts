import { laidDown } from '../../../src/models/modules/content';
import { findNotebook, folderOf, layDown } from '../../../src/models/modules/placement';
import { FakeWorkspace } from '../../fake_modules';
import { NO_RULES, notebook, RELEASE, ROW } from '../../module_facts';

const NAME = '01-numpy-basics.ipynb';
const FOLDER = 'Scientific computing';
const course = (title: string) => ({ ...NO_RULES, id: 'c', slug: 'the-course', title });

describe('the folder of a course', () => {
  it('is its title, without what file systems refuse', () => {
    expect(folderOf(course('Scientific computing'))).toBe(FOLDER);
    expect(folderOf(course('Mathe/Info: “Übung” 1?'))).toBe('Mathe Info “Übung” 1');
    expect(folderOf(course('../../etc'))).toBe('etc');
    expect(folderOf(course('数値計算'))).toBe('数値計算');
  });

  it('falls back on the slug, and on a plain word without a course', () => {
    expect(folderOf(course('…/'.replace('…', '.')))).toBe('the-course');
    expect(folderOf(null)).toBe('Modules');
  });
});

// req: F4
describe('a module in the workspace', () => {
  let workspace: FakeWorkspace;
  const find = (remembered: string | null = null): Promise<string | null> =>
    findNotebook(workspace, ROW, remembered, FOLDER, NAME);

  beforeEach(() => {
    workspace = new FakeWorkspace();
  });

  it('is laid down under its name, and never over something else', async () => {
    workspace.files.set(`${FOLDER}/01-NumPy-basics.ipynb`, notebook([]));
    await expect(layDown(workspace, FOLDER, NAME, RELEASE)).resolves.toBe(
      `${FOLDER}/01-numpy-basics (2).ipynb`
    );
    await expect(layDown(workspace, FOLDER, NAME, RELEASE)).resolves.toBe(
      `${FOLDER}/01-numpy-basics (3).ipynb`
    );
    expect(workspace.files.get(`${FOLDER}/01-NumPy-basics.ipynb`)).toEqual(notebook([]));
  });

  it('is found where it is, also beside a foreign file of its name', async () => {
    workspace.files.set(`${FOLDER}/${NAME}`, notebook([]));
    await expect(find()).resolves.toBeNull();
    workspace.files.set(`${FOLDER}/01-numpy-basics (2).ipynb`, laidDown(RELEASE, 'm1'));
    await expect(find()).resolves.toBe(`${FOLDER}/01-numpy-basics (2).ipynb`);
  });

  it('is found where it was last, and known as what it is when another took its place', async () => {
    workspace.files.set('moved/here.ipynb', laidDown(RELEASE, 'm1'));
    await expect(find('moved/here.ipynb')).resolves.toBe('moved/here.ipynb');
    workspace.files.set('moved/here.ipynb', laidDown(RELEASE, 'another'));
    await expect(find('moved/here.ipynb')).resolves.toBeNull();
  });

  it('is found as the release that was handed out as a file', async () => {
    workspace.files.set(`${FOLDER}/${NAME}`, RELEASE);
    await expect(find()).resolves.toBe(`${FOLDER}/${NAME}`);
  });
});
