import type { INotebookContent } from '@jupyterlab/nbformat';
import { Signal } from '@lumino/signaling';
import { ModulesRest } from '../src/client/modules';
import { laidDown, sourceOf } from '../src/models/modules/content';
import { ModuleDesk } from '../src/models/modules/desk';
import { ModuleMemory } from '../src/models/modules/memory';
import type { ICheckKernel, KernelState, RunEnd } from '../src/notebook/check_kernel';
import { exercisesIn, type IExerciseCells } from '../src/notebook/exercise_cells';
import type { IModuleNotebook } from '../src/notebook/module_notebook';
import type { IModuleNotebooks } from '../src/notebook/module_notebooks';
import { type IModuleTag, readModuleTag } from '../src/notebook/module_tag';
import type { IWorkspace } from '../src/notebook/workspace';
import { FakeServer } from './fake_server';
import { LIST, MODULE, NOTHING_DONE, RELEASE } from './module_facts';

/** A kernel that ends code as the test says; whatever it says nothing of passes. */
export class FakeKernel implements ICheckKernel {
  state: KernelState = 'ready';
  readonly ran: string[] = [];
  readonly ends = new Map<string, RunEnd | Promise<RunEnd>>();
  interrupts = 0;
  starts = 0;

  async run(code: string): Promise<RunEnd> {
    this.ran.push(code);
    return (await this.ends.get(code)) ?? { kind: 'passed' };
  }

  interrupt(): Promise<void> {
    this.interrupts += 1;
    return Promise.resolve();
  }

  start(): Promise<void> {
    this.starts += 1;
    this.state = 'ready';
    return Promise.resolve();
  }
}

/** An open notebook of which the test decides what it says. */
export class FakeModuleNotebook implements IModuleNotebook {
  readonly kernel = new FakeKernel();
  readonly changed = new Signal<this, void>(this);
  readonly ran = new Signal<this, void>(this);
  readonly stored = new Signal<this, void>(this);
  readonly closed = new Signal<this, void>(this);
  readonly shown: string[] = [];
  readonly ranAbove: string[] = [];

  constructor(
    private content: INotebookContent = laidDown(RELEASE, 'm1'),
    readonly path = 'Scientific computing/01-numpy-basics.ipynb'
  ) {}

  get tag(): IModuleTag {
    const tag = readModuleTag(this.content.metadata.jupyter_tutor);
    if (!tag) {
      throw new Error('This notebook is no module.');
    }
    return tag;
  }

  read(): INotebookContent {
    return this.content;
  }

  exercises(): IExerciseCells[] {
    return exercisesIn(
      this.content.cells.map(cell => ({
        type: cell.cell_type,
        source: sourceOf(cell),
        own: (cell.metadata as Record<string, unknown>).jupyter_tutor
      }))
    );
  }

  show(exercise: string): void {
    this.shown.push(exercise);
  }

  runAbove(exercise: string): Promise<void> {
    this.ranAbove.push(exercise);
    return Promise.resolve();
  }

  replace(content: INotebookContent): Promise<void> {
    this.content = content;
    this.changed.emit();
    this.stored.emit();
    return Promise.resolve();
  }

  /** The student writes into a cell. */
  write(cellId: string, source: string): void {
    this.content = written(this.content, cellId, source);
    this.changed.emit();
  }

  /** Whether it can be written to disk. */
  isStorable = false;

  /** JupyterLab writes it to disk. */
  store(): Promise<void> {
    if (this.isStorable) {
      this.stored.emit();
    }
    return Promise.resolve();
  }
}

/** A notebook with another source in one of its cells. */
export function written(
  content: INotebookContent,
  cellId: string,
  source: string
): INotebookContent {
  return {
    ...content,
    cells: content.cells.map(cell => (cell.id === cellId ? { ...cell, source } : cell))
  };
}

/** The open notebooks, of which the test says which one is looked at. */
export class FakeNotebooks implements IModuleNotebooks {
  current: IModuleNotebook | null = null;
  readonly changed = new Signal<this, void>(this);

  look(at: IModuleNotebook | null): void {
    this.current = at;
    this.changed.emit();
  }
}

/** A workspace in memory: notebooks by path, null for a file of another kind. */
export class FakeWorkspace implements IWorkspace {
  readonly files = new Map<string, INotebookContent | null>();

  names(folder: string): Promise<readonly string[]> {
    const inside = [...this.files.keys()].filter(path => path.startsWith(`${folder}/`));
    return Promise.resolve(inside.map(path => path.slice(folder.length + 1)));
  }

  tagOf(path: string): Promise<IModuleTag | null> {
    return Promise.resolve(readModuleTag(this.files.get(path)?.metadata.jupyter_tutor));
  }

  create(path: string, content: INotebookContent): Promise<void> {
    if (this.files.has(path)) {
      return Promise.reject(new Error(`${path} exists already.`));
    }
    this.files.set(path, content);
    return Promise.resolve();
  }
}

/** A desk among fakes: a server with two modules of one course, and a browser's storage. */
export class ModuleWorld {
  readonly server = new FakeServer();
  readonly rest = new ModulesRest(this.server.settings);
  readonly notebooks = new FakeNotebooks();
  readonly workspace = new FakeWorkspace();
  readonly shown: string[] = [];
  private readonly kept = new Map<string, string>();
  readonly memory = new ModuleMemory(
    {
      getItem: key => this.kept.get(key) ?? null,
      setItem: (key, value) => void this.kept.set(key, value),
      removeItem: key => void this.kept.delete(key)
    },
    't'
  );

  constructor() {
    this.server.answer('GET modules', LIST);
    this.server.answer('GET modules/m1', MODULE);
    this.server.answer('GET modules/m1/notebook', {
      notebook: RELEASE,
      name: '01-numpy-basics.ipynb',
      version: 2
    });
    this.server.answer('GET progress/m1', NOTHING_DONE);
    this.accept(1);
  }

  /** The server takes the next state of m1 as this version. */
  accept(version: number): void {
    this.server.answer('PUT progress/m1', { ...NOTHING_DONE, status: 'in_progress', version });
  }

  makeDesk(): ModuleDesk {
    return new ModuleDesk({
      rest: this.rest,
      notebooks: this.notebooks,
      workspace: this.workspace,
      memory: this.memory,
      show: path => {
        this.shown.push(path);
        return Promise.resolve();
      },
      now: () => Date.UTC(2026, 0, 5, 10, 32),
      nameOfCheck: number => `Check ${number}`
    });
  }
}
