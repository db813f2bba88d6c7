import { RestError } from '../../client/api';
import type { IExerciseProgress, IModule } from '../../client/module_types';
import type { IModuleNotebook } from '../../notebook/module_notebook';
import { Loader } from '../usage/loader';
import { Checks } from './checks';
import { laidDown } from './content';
import { type IKeepingTools, Keeping } from './keeping';
import { copyBeside, type NameOfCopy } from './placement';

export interface IWorkTools extends IKeepingTools {
  readonly nameOfCheck: (number: number) => string;
  /** Something about the module has changed that its row in the list shows. */
  readonly onChange: () => void;
}

/** A module's notebook that is open: its exercises, their checks, and how it is kept. */
export class ModuleWork {
  readonly module: Loader<IModule>;
  readonly keeping: Keeping;
  readonly checks: Checks;

  constructor(
    readonly id: string,
    readonly notebook: IModuleNotebook,
    private readonly tools: IWorkTools
  ) {
    this.module = new Loader(() => tools.rest.module(id));
    this.keeping = new Keeping(id, notebook, tools, () => this.onSaved());
    this.checks = new Checks({
      kernel: notebook.kernel,
      exercises: () => notebook.exercises(),
      report: (exercise, passed, checks) => tools.rest.report(id, exercise, passed, checks),
      onReported: exercise => this.onReported(exercise),
      nameOf: tools.nameOfCheck
    });
  }

  /** Fetch what the server knows, and settle whether the notebook or the state that is kept goes on. */
  async open(): Promise<void> {
    await Promise.all([this.module.refresh(), this.keeping.meet()]);
  }

  /** The release that the notebook is of is not the newest. */
  get isOutdated(): boolean {
    const { release } = this.notebook.tag;
    const newest = this.module.load.value.value?.version;
    return newest !== undefined && release < newest;
  }

  /** Run what stands above an exercise, as after a restart of the kernel, and then check it. */
  async checkFromTop(exercise: string): Promise<void> {
    await this.notebook.runAbove(exercise);
    await this.checks.check(exercise);
  }

  /** Go over to the newest release with the work done so far; the old notebook is kept as a copy. */
  async moveOver(nameOfCopy: NameOfCopy): Promise<string> {
    // The server carries over what it has: first it must have everything.
    if (!(await this.keeping.flush())) {
      throw new RestError('', 'UNREACHABLE', 0);
    }
    const { rest, workspace } = this.tools;
    const { notebook } = await rest.release(this.id, true);
    const { path } = this.notebook;
    const copy = await copyBeside(workspace, path, this.notebook.read(), nameOfCopy);
    await this.notebook.replace(laidDown(notebook, this.id));
    await this.keeping.flush();
    await this.module.refresh();
    this.tools.onChange();
    return copy;
  }

  dispose(): void {
    this.keeping.dispose();
  }

  private onSaved(): void {
    if (this.module.load.value.value?.status === 'not_started') {
      void this.module.refresh();
      this.tools.onChange();
    }
  }

  private onReported(exercise: IExerciseProgress): void {
    const module = this.module.load.value.value;
    if (module) {
      const exercises = module.exercises.map(each =>
        each.id === exercise.id ? { ...each, ...exercise } : each
      );
      const done = exercises.filter(each => each.status === 'done').length;
      this.module.take({ ...module, exercises, done });
    }
    // What was checked is what the student would miss most.
    this.keeping.autosave.ran();
    this.tools.onChange();
  }
}
