import { textOf } from '../../src/models/blocks';
import type { IAnswer } from '../../src/models/entries';
import type { Tutor } from '../../src/models/tutor';
import { EXCERPT } from '../excerpts';
import type { FakeSocket } from '../fake_socket';
import { type FakeNotebook, type FakeRest, settle, World } from '../fake_tutor';
import { done, error, SESSION, start, token } from '../frames';

describe('Tutor', () => {
  let world: World;
  let socket: FakeSocket;
  let rest: FakeRest;
  let notebook: FakeNotebook;

  const makeTutor = (): Tutor => world.makeTutor();

  beforeEach(() => {
    world = new World();
    ({ socket, rest, notebook } = world);
  });

  it('sends nothing by being opened', async () => {
    const tutor = makeTutor();
    tutor.wake();
    await settle();
    expect(socket.link.state).toBe('open');
    expect(socket.sent).toEqual([]);
  });

  // req: M5
  it('asks beside a module over the connection of that module, and beside others over its own', async () => {
    const tutor = makeTutor();
    tutor.wake();
    await settle();
    world.module.set('m1');
    await settle();
    expect(socket.link.state).toBe('idle');
    tutor.thread.value.write('About the module');
    tutor.send();
    expect(world.moduleSocket.sent.map(frame => frame.type)).toEqual(['message']);
    world.moduleSocket.receive(start('r1'), token('r1', 1, 'Look.'), done('r1'));
    expect(tutor.thread.value.conversation.value.entries).toHaveLength(2);
    world.module.set(null);
    await settle();
    expect(world.moduleSocket.link.state).toBe('idle');
    expect(tutor.thread.value.conversation.value.entries).toHaveLength(0);
    tutor.thread.value.write('About nothing in particular');
    tutor.send();
    expect(socket.sent.map(frame => frame.type)).toEqual(['message']);
  });

  it('keeps the connection over which an answer is still coming', async () => {
    const tutor = makeTutor();
    tutor.wake();
    await settle();
    tutor.ask('Why?');
    world.module.set('m1');
    await settle();
    expect(socket.link.state).toBe('open');
    socket.receive(start('r1'), done('r1'));
    world.module.set('m2');
    await settle();
    expect(socket.link.state).toBe('idle');
  });

  it('sends the words with what the chips say, and nothing that was taken off', async () => {
    const tutor = makeTutor();
    tutor.wake();
    await settle();
    tutor.toggleChip('nearby');
    tutor.toggleChip('exercise');
    tutor.thread.value.write('Why?');
    tutor.send();
    expect(socket.last).toEqual({
      type: 'message',
      request_id: 'r1',
      content: 'Why?',
      session_id: null,
      notebook_path: 'week1.ipynb',
      cell_id: 'c4',
      cell_code: 'totl',
      execution_count: 4,
      error_output: EXCERPT.error
    });
    expect(tutor.thread.value.draft.value).toBe('');
  });

  it('goes on in the conversation that the first answer began', async () => {
    const tutor = makeTutor();
    tutor.wake();
    await settle();
    tutor.ask('Why?');
    socket.receive(start('r1'), done('r1'));
    tutor.ask('And?');
    expect(socket.last).toMatchObject({ content: 'And?', session_id: SESSION });
  });

  it('keeps a conversation and a draft per notebook', async () => {
    const tutor = makeTutor();
    tutor.wake();
    await settle();
    tutor.thread.value.write('half');
    tutor.ask('Why?');
    notebook.become({ ...EXCERPT, path: 'week2.ipynb' });
    await settle();
    expect(tutor.thread.value.conversation.value.entries).toEqual([]);
    expect(tutor.thread.value.draft.value).toBe('');
    socket.receive(start('r1'), token('r1', 1, 'Look.'), done('r1'));
    notebook.become(EXCERPT);
    const { entries } = tutor.thread.value.conversation.value;
    expect(textOf((entries[1] as IAnswer).blocks)).toBe('Look.');
    expect(tutor.thread.value.draft.value).toBe('half');
  });

  it('finds the last conversation of the notebook after a reload, and resumes its answer', async () => {
    rest.stored = { messages: [], running: ['r77'] };
    const tutor = makeTutor();
    tutor.wake();
    await settle();
    expect(tutor.thread.value.conversation.value.sessionId).toBe(SESSION);
    expect(socket.last).toEqual({
      type: 'resume',
      request_id: 'r77',
      after: 0
    });
  });

  it('fetches what it could not fetch once the server is back', async () => {
    rest.failing = true;
    const tutor = makeTutor();
    tutor.wake();
    await settle();
    expect(tutor.thread.value.loading.value).toBe('failed');
    rest.failing = false;
    socket.become('lost');
    socket.become('open');
    await settle();
    expect(tutor.thread.value.loading.value).toBe('loaded');
    expect(tutor.health.value).toMatchObject({ offline: true });
  });

  it('gives the words back when the page was left before they arrived', async () => {
    const before = makeTutor();
    before.wake();
    await settle();
    before.thread.value.write('Why?');
    before.send();
    const after = makeTutor();
    after.wake();
    await settle();
    expect(after.thread.value.draft.value).toBe('Why?');
  });

  // req: C8
  it('asks the built-in coach in place of a question that no model answered', async () => {
    const tutor = makeTutor();
    tutor.wake();
    await settle();
    tutor.ask('Why?');
    socket.receive(error('r1', 'LLM_UNAVAILABLE'));
    tutor.thread.value.retry('r1', 'coach');
    expect(socket.last).toMatchObject({
      request_id: 'r3',
      content: 'Why?',
      answer_by: 'coach'
    });
    expect(tutor.thread.value.conversation.value.entries.map(e => e.requestId)).toEqual([
      'r3',
      'r3'
    ]);
  });

  it('tells the tutor which problem is meant, until the next answer says which one it is', async () => {
    const tutor = makeTutor();
    tutor.wake();
    await settle();
    const problem = {
      id: 'p9',
      title: 'Loops',
      hint_level: 3,
      max_hint_level: 5,
      exercise_id: null,
      notebook_path: null,
      cell_id: null,
      touched_at: ''
    };
    tutor.thread.value.pick(problem);
    expect(tutor.thread.value.conversation.value.standing.level).toBe(3);
    tutor.ask('Why?');
    expect(socket.last).toMatchObject({ problem_id: 'p9' });
    socket.receive(start('r1'), done('r1'));
    tutor.ask('And?');
    expect(socket.last).not.toHaveProperty('problem_id');
  });

  it('takes a rating back when it could not be stored, and says so', async () => {
    const tutor = makeTutor();
    tutor.wake();
    await settle();
    tutor.ask('Why?');
    socket.receive(start('r1'), token('r1', 1, 'Look.'), done('r1'));
    const failures: string[] = [];
    tutor.failed.connect((_, failure) => failures.push(failure.message));
    rest.failing = true;
    const { messageId } = tutor.thread.value.conversation.value.entries[1] as IAnswer;
    await tutor.thread.value.rate(messageId ?? '', 1, 0);
    expect(tutor.thread.value.conversation.value.entries[1]).toMatchObject({
      rating: 0
    });
    expect(failures).toEqual(['Down']);
  });

  it('puts a question into the box while another is being answered', async () => {
    const tutor = makeTutor();
    tutor.wake();
    await settle();
    tutor.ask('Why?');
    tutor.ask('Explain this error');
    expect(socket.sent).toHaveLength(1);
    expect(tutor.thread.value.draft.value).toBe('Explain this error');
  });
});
