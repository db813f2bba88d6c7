import type { INotebookContent } from '@jupyterlab/nbformat';
import { laidDown } from '../src/models/modules/content';
import { ModuleWork } from '../src/models/modules/work';
import { FakeModuleNotebook, ModuleWorld, written } from './fake_modules';
import { NOTHING_DONE, RELEASE } from './module_facts';

/** The notebook of module m1 as it is laid down, and what somebody made of it elsewhere. */
export const START = laidDown(RELEASE, 'm1');
export const ELSEWHERE = written(START, 'answer', 'def mean(values):\n    return "elsewhere"');

/** Module m1 while it is worked on, again and again in the same browser. */
export class WorkStage {
  readonly world = new ModuleWorld();
  notebook = new FakeModuleNotebook(START);
  /** How often the row in the list had to be fetched anew. */
  changes = 0;
  private present: ModuleWork | null = null;

  get work(): ModuleWork {
    if (!this.present) {
      throw new Error('Nothing was begun.');
    }
    return this.present;
  }

  /** Open the notebook when it says this, and let what follows from it happen. */
  async begin(content = START): Promise<void> {
    this.present?.dispose();
    this.notebook = new FakeModuleNotebook(content);
    const { rest, workspace, memory } = this.world;
    this.present = new ModuleWork('m1', this.notebook, {
      rest,
      workspace,
      memory,
      now: () => 1000,
      nameOfCheck: number => `Check ${number}`,
      onChange: () => (this.changes += 1)
    });
    await this.present.open();
  }

  end(): void {
    this.present?.dispose();
  }

  /** The server has a state as this version. */
  has(state: INotebookContent, version: number): void {
    this.world.server.answer('GET progress/m1', {
      ...NOTHING_DONE,
      version,
      notebook_state: state,
      updated_at: '2026-01-05T09:00:00Z'
    });
  }

  /** The server refuses what is sent, since it has this. */
  refuse(state: INotebookContent, version: number): void {
    const progress = { ...NOTHING_DONE, version, notebook_state: state };
    const refusal = { detail: 'Saved elsewhere', code: 'CONFLICT', progress };
    this.world.server.answer('PUT progress/m1', refusal, 409);
  }

  /** The server cannot be reached by what is sent. */
  lose(): void {
    this.world.server.answer('PUT progress/m1', { detail: '', code: 'DB_UNAVAILABLE' }, 503);
  }

  /** What was sent to be kept. */
  get puts(): Record<string, unknown>[] {
    return this.world.server.changes
      .filter(({ path }) => path === 'progress/m1')
      .map(({ body }) => JSON.parse(body ?? '') as Record<string, unknown>);
  }

  get lastPut(): Record<string, unknown> | undefined {
    return this.puts.reverse()[0];
  }

  /** What a notebook has as the answer to the exercise. */
  answer(content = this.notebook.read()): string {
    return String(content.cells.find(cell => cell.id === 'answer')?.source);
  }
}
