import type { ConversationEvent } from '../../src/models/conversation';
import { Exchange, type IListener } from '../../src/models/exchange';
import { FakeSocket } from '../fake_socket';
import { done, error, start, token } from '../frames';

class FakeListener implements IListener {
  readonly events: ConversationEvent[] = [];
  reloads = 0;

  dispatch(event: ConversationEvent): void {
    this.events.push(event);
  }

  reload(): void {
    this.reloads += 1;
  }

  get text(): string {
    return this.events.map(e => (e.type === 'text' ? e.content : '')).join('');
  }
}

describe('Exchange', () => {
  let socket: FakeSocket;
  let listener: FakeListener;
  let exchange: Exchange;
  let draw: () => void;
  let now: number;

  beforeEach(() => {
    jest.useFakeTimers();
    now = 0;
    draw = () => undefined;
    socket = new FakeSocket();
    listener = new FakeListener();
    let ids = 0;
    exchange = new Exchange(
      socket,
      task => (draw = task),
      () => now,
      () => `id${++ids}`
    );
  });

  afterEach(() => {
    jest.useRealTimers();
  });

  const ask = (): void =>
    exchange.ask({ type: 'message', request_id: 'r1', content: 'Why?' }, listener);
  const countSent = (type: string): number => socket.sent.filter(f => f.type === type).length;

  it('shows the tokens of one drawing together', () => {
    ask();
    socket.receive(start('r1'), token('r1', 1, 'a'), token('r1', 2, 'b'));
    expect(listener.text).toBe('');
    draw();
    expect(listener.events.filter(e => e.type === 'text')).toHaveLength(1);
    expect(listener.text).toBe('ab');
  });

  it('shows all text before the end of the answer', () => {
    ask();
    socket.receive(start('r1'), token('r1', 1, 'a'), done('r1'));
    expect(listener.events.map(e => e.type)).toEqual(['start', 'text', 'done']);
  });

  // req: C6
  it('resumes after the last token seen, and takes no token twice', () => {
    ask();
    socket.receive(start('r1'), token('r1', 1, 'a'), token('r1', 2, 'b'));
    socket.become('lost');
    socket.become('open');
    expect(socket.last).toEqual({ type: 'resume', request_id: 'r1', after: 2 });
    socket.receive(token('r1', 2, 'b'), token('r1', 3, 'c'), done('r1'));
    expect(listener.text).toBe('abc');
  });

  it('asks again for what is missing when a token was skipped', () => {
    ask();
    socket.receive(start('r1'), token('r1', 1, 'a'), token('r1', 3, 'c'), token('r1', 4, 'd'));
    expect(countSent('resume')).toBe(1);
    socket.receive(token('r1', 2, 'b'), token('r1', 3, 'c'), token('r1', 4, 'd'), done('r1'));
    expect(listener.text).toBe('abcd');
  });

  it('drops text that was not shown yet when the answer starts anew', () => {
    ask();
    socket.receive(
      start('r1'),
      token('r1', 1, 'old'),
      start('r1'),
      token('r1', 1, 'new'),
      done('r1')
    );
    expect(listener.text).toBe('new');
  });

  it('sends a message that was not confirmed again under the same id', () => {
    ask();
    socket.become('lost');
    socket.become('open');
    expect(socket.sent.map(f => [f.type, f.request_id])).toEqual([
      ['message', 'r1'],
      ['message', 'r1']
    ]);
  });

  it('sends a message that was written without a connection when there is one', () => {
    socket.become('lost');
    ask();
    expect(socket.sent).toEqual([]);
    socket.become('open');
    expect(countSent('message')).toBe(1);
  });

  it('asks again when the server has forgotten a request that it had confirmed', () => {
    ask();
    socket.receive(start('r1'), token('r1', 1, 'a'));
    socket.become('lost');
    socket.become('open');
    socket.receive(error('r1', 'NOT_FOUND'));
    expect(countSent('message')).toBe(2);
    socket.receive(error('r1', 'NOT_FOUND'));
    expect(listener.events.map(e => e.type)).toContain('error');
  });

  it('reads what is stored when an answer from before the reload is over', () => {
    exchange.resume('r9', listener);
    expect(socket.last).toEqual({ type: 'resume', request_id: 'r9', after: 0 });
    socket.receive(error('r9', 'NOT_FOUND'));
    expect(listener.reloads).toBe(1);
    expect(listener.events).toEqual([]);
  });

  // req: C5
  it('stops a running answer, also one that the connection was lost to', () => {
    ask();
    socket.receive(start('r1'));
    expect(exchange.stop('r1')).toBe(false);
    expect(socket.last).toEqual({ type: 'stop', request_id: 'r1' });
    socket.become('lost');
    exchange.stop('r1');
    socket.become('open');
    expect(socket.sent.slice(-2).map(f => f.type)).toEqual(['resume', 'stop']);
  });

  it('gives a message back that was stopped before it could leave', () => {
    socket.become('lost');
    ask();
    expect(exchange.stop('r1')).toBe(true);
    socket.become('open');
    expect(socket.sent).toEqual([]);
  });

  it('makes a new connection after a long silence in an answer, and rests when none runs', () => {
    ask();
    socket.receive(start('r1'));
    now = 46_000;
    jest.advanceTimersByTime(5000);
    expect(socket.reconnects).toBe(1);
    socket.receive(done('r1'));
    now = 200_000;
    jest.advanceTimersByTime(200_000);
    expect(socket.reconnects).toBe(1);
  });

  it('hands errors that belong to no request to whoever takes them', () => {
    exchange.unaddressed = listener;
    socket.receive(error(null, 'VALIDATION'));
    expect(listener.events[0]).toMatchObject({ type: 'error', id: 'id1' });
  });
});
