import type { JupyterFrontEnd } from '@jupyterlab/application';
import { PathExt } from '@jupyterlab/coreutils';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { NotebookJson } from '../client/authoring';
import { RestError } from '../client/api';

/** Write what students would get beside the notebook at `path`, under a name that no file has, and open it there. */
export async function openPreview(
  app: JupyterFrontEnd,
  trans: TranslationBundle,
  path: string,
  notebook: NotebookJson
): Promise<void> {
  const preview = await writePreview(app, trans, path, notebook).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new RestError(trans.__('The preview could not be written: %1', reason), 'PREVIEW', 0);
  });
  const options = { mode: 'split-right' };
  await app.commands.execute('docmanager:open', { path: preview, factory: 'Notebook', options });
}

async function writePreview(
  app: JupyterFrontEnd,
  trans: TranslationBundle,
  path: string,
  content: NotebookJson
): Promise<string> {
  const { contents } = app.serviceManager;
  const folder = PathExt.dirname(path);
  // A file of a new name is made first and named then: neither can touch a file that is there.
  const { path: fresh } = await contents.newUntitled({ path: folder, type: 'notebook' });
  await contents.save(fresh, { type: 'notebook', format: 'json', content });
  const files = (await contents.get(folder)).content as readonly { name: string }[];
  const taken = new Set(files.map(file => file.name));
  const stem = PathExt.basename(path, '.ipynb');
  const name = previewName(trans, stem, taken);
  return (await contents.rename(fresh, PathExt.join(folder, name))).path;
}

/** The first name of a preview that no file has. */
function previewName(trans: TranslationBundle, stem: string, taken: ReadonlySet<string>): string {
  let name = trans.__('%1 (preview).ipynb', stem);
  for (let number = 2; taken.has(name); number++) {
    name = trans.__('%1 (preview %2).ipynb', stem, number);
  }
  return name;
}
