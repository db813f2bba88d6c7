import { PathExt } from '@jupyterlab/coreutils';
import type { INotebookContent } from '@jupyterlab/nbformat';
import type { ICourse, IModuleRow } from '../../client/module_types';
import type { IModuleTag } from '../../notebook/module_tag';
import type { IWorkspace } from '../../notebook/workspace';
import { asCopy } from './content';

/** The folder of modules that belong to no course. */
const WITHOUT_COURSE = 'Modules';
const LONGEST_NAME = 80;

/** The folder of a course: its title, as far as file systems take it. */
export function folderOf(course: ICourse | null): string {
  const title = (course?.title ?? '')
    .replace(/[<>:"/\\|?*\p{Cc}]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^[. ]+|[. ]+$/g, '');
  const named = title.slice(0, LONGEST_NAME).trim();
  return named || (course?.slug ?? WITHOUT_COURSE);
}

/** Whether a notebook is this module; by its slug where it does not say whose it is. */
export function isModule(tag: IModuleTag | null, { id, slug }: IModuleRow): boolean {
  return tag !== null && (tag.taken ? tag.taken.module === id : tag.slug === slug);
}

/** Where a module's notebook lies: where it was last, else in the folder under its name or a numbered one. */
export async function findNotebook(
  workspace: IWorkspace,
  row: IModuleRow,
  remembered: string | null,
  folder: string,
  name: string
): Promise<string | null> {
  const names = await workspace.names(folder);
  const likely = names.filter(each => isNumbered(each, name)).map(each => `${folder}/${each}`);
  for (const path of [...(remembered === null ? [] : [remembered]), ...likely.sort()]) {
    if (isModule(await workspace.tagOf(path), row)) {
      return path;
    }
  }
  return null;
}

/** Write a notebook under a name that is still free; returned is where. */
export async function layDown(
  workspace: IWorkspace,
  folder: string,
  name: string,
  content: INotebookContent
): Promise<string> {
  const names = new Set((await workspace.names(folder)).map(each => each.toLowerCase()));
  const free = freeName(name, each => names.has(each.toLowerCase()));
  const path = folder ? `${folder}/${free}` : free;
  await workspace.create(path, content);
  return path;
}

/** What a copy is called, by the name of the notebook without its extension. */
export type NameOfCopy = (stem: string) => string;

/** Write a copy of a module's notebook beside it; it is not taken for the module. Returned is where. */
export async function copyBeside(
  workspace: IWorkspace,
  path: string,
  content: INotebookContent,
  nameOfCopy: NameOfCopy
): Promise<string> {
  const stem = PathExt.basename(path, '.ipynb');
  return layDown(workspace, PathExt.dirname(path), `${nameOfCopy(stem)}.ipynb`, asCopy(content));
}

/** The name, or the first numbered one, that is not taken. */
function freeName(name: string, isTaken: (name: string) => boolean): string {
  const extension = PathExt.extname(name);
  const stem = name.slice(0, name.length - extension.length);
  let free = name;
  for (let number = 2; isTaken(free); number++) {
    free = `${stem} (${number})${extension}`;
  }
  return free;
}

/** Whether a name is `name` or one of those that are made from it. */
function isNumbered(candidate: string, name: string): boolean {
  const extension = PathExt.extname(name);
  const stem = name.slice(0, name.length - extension.length);
  const between = candidate.slice(stem.length, candidate.length - extension.length);
  return (
    candidate.startsWith(stem) && candidate.endsWith(extension) && /^( \(\d+\))?$/.test(between)
  );
}
