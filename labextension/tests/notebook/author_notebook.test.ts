import type { INotebookTracker } from '@jupyterlab/notebook';
import { NotebookModel } from '@jupyterlab/notebook/lib/model';
import { Signal } from '@lumino/signaling';
import { AuthorNotebook } from '../../src/notebook/author_notebook';

const FOREIGN = {
  metadata: { kernelspec: { name: 'python3', display_name: 'Python 3' }, jupytext: { text: 'py' } },
  cell: { slideshow: { slide_type: 'slide' }, nbgrader: { grade_id: 'q1', solution: true } }
};

interface IOpened {
  readonly notebook: AuthorNotebook;
  readonly model: NotebookModel;
  readonly nodes: readonly HTMLElement[];
  readonly heard: () => number;
}

/** A notebook that is open, with Jupyter's own model behind it. */
function openNotebook(): IOpened {
  const model = new NotebookModel();
  model.fromJSON({
    nbformat: 4,
    nbformat_minor: 5,
    metadata: FOREIGN.metadata,
    cells: [
      { id: 'a', cell_type: 'markdown', source: '# Mean', metadata: {} },
      {
        id: 'b',
        cell_type: 'code',
        source: 'x = 1',
        metadata: FOREIGN.cell,
        execution_count: 3,
        outputs: [{ output_type: 'stream', name: 'stdout', text: 'secret' }]
      }
    ]
  });
  model.sharedModel.clearUndoHistory();
  const owner = {};
  const signal = (): Signal<object, unknown> => new Signal<object, unknown>(owner);
  const nodes = [0, 1, 2].map(() => document.createElement('div'));
  const panel = {
    context: { isReady: true, path: 'mean.ipynb', ready: Promise.resolve(), pathChanged: signal() },
    content: {
      model,
      widgets: nodes.map(node => ({ node })),
      activeCellIndex: 1,
      deselectAll: () => undefined,
      activate: () => undefined,
      scrollToCell: () => Promise.resolve(),
      modelContentChanged: model.contentChanged
    }
  };
  const tracker = {
    currentWidget: panel,
    currentChanged: signal(),
    activeCellChanged: signal()
  } as unknown as INotebookTracker;
  const notebook = new AuthorNotebook(tracker);
  let count = 0;
  notebook.changed.connect(() => count++);
  return { notebook, model, nodes, heard: () => count };
}

const MARK = { exercise: 'mean' };

describe('AuthorNotebook', () => {
  // Jupyter's own model warns of how it is built.
  beforeEach(() => jest.spyOn(console, 'warn').mockImplementation(() => undefined));
  afterEach(() => jest.restoreAllMocks());

  it('reads cells with what they say of themselves', () => {
    const { notebook } = openNotebook();
    expect(notebook.read()).toMatchObject({
      path: 'mean.ipynb',
      active: 1,
      cells: [
        { id: 'a', type: 'markdown', source: '# Mean', own: undefined },
        { id: 'b', type: 'code', source: 'x = 1', own: undefined }
      ]
    });
  });

  it('writes a mark as one step of the notebook’s own Undo, and nothing else', () => {
    const { notebook, model } = openNotebook();
    const before = JSON.stringify(model.toJSON());
    notebook.apply([
      { cell: 1, own: MARK },
      { cell: 0, own: { role: 'hint', level: 1 } }
    ]);
    expect(notebook.read()?.cells.map(cell => cell.own)).toEqual([
      { role: 'hint', level: 1 },
      MARK
    ]);
    expect(model.cells.get(1).metadata).toEqual({ ...FOREIGN.cell, jupyter_tutor: MARK });
    notebook.apply([{ cell: 1, own: null }]);
    expect(model.cells.get(1).metadata).toEqual(FOREIGN.cell);
    model.sharedModel.undo();
    expect(notebook.read()?.cells[1].own).toEqual(MARK);
    model.sharedModel.undo();
    expect(JSON.stringify(model.toJSON())).toBe(before);
  });

  it('puts in a cell that Undo takes out again', () => {
    const { notebook, model } = openNotebook();
    notebook.insert({ at: 1, type: 'markdown', own: { role: 'hint', level: 2 } });
    expect(notebook.read()?.cells.map(cell => cell.type)).toEqual(['markdown', 'markdown', 'code']);
    expect(notebook.read()?.active).toBe(1);
    model.sharedModel.undo();
    expect(model.cells.length).toBe(2);
  });

  it('describes the module beside what others wrote into the notebook', () => {
    const { notebook, model } = openNotebook();
    notebook.describe({ version: 1, module: { slug: 'mean' } });
    expect(model.metadata).toMatchObject({
      ...FOREIGN.metadata,
      jupyter_tutor: { version: 1, module: { slug: 'mean' } }
    });
  });

  it('hands out the notebook without what was computed in it', () => {
    const { notebook, model } = openNotebook();
    expect(JSON.stringify(notebook.content())).not.toContain('secret');
    expect(notebook.content()).toMatchObject({
      nbformat: 4,
      cells: [{ source: '# Mean' }, { outputs: [], execution_count: null }]
    });
    expect(JSON.stringify(model.toJSON())).toContain('secret');
  });

  it('says so when a mark is changed by somebody else, such as Undo', async () => {
    jest.useFakeTimers();
    const { notebook, model, heard } = openNotebook();
    notebook.apply([{ cell: 1, own: MARK }]);
    const before = heard();
    model.sharedModel.undo();
    await jest.advanceTimersByTimeAsync(1000);
    expect(heard()).toBeGreaterThan(before);
    jest.useRealTimers();
  });

  it('labels cells, and takes the labels off again', () => {
    const { notebook, nodes } = openNotebook();
    const labels = (): (string | undefined)[] => nodes.map(node => node.dataset.tutorLabel);
    notebook.label([null, { role: 'exercise', text: 'Exercise · Mean' }]);
    expect(labels()).toEqual([undefined, 'Exercise · Mean', undefined]);
    notebook.label([null, null]);
    expect(labels()).toEqual([undefined, undefined, undefined]);
  });
});
