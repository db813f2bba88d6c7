import type { ServerConnection } from '@jupyterlab/services';
import { ChatSocket, type LinkState, moduleRoute } from '../../src/client/socket';

/** A browser's WebSocket whose other end is the test. */
class FakeWebSocket {
  static made: FakeWebSocket[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number; reason: string }) => void) | null = null;
  readonly sent: string[] = [];

  constructor(readonly url: string) {
    FakeWebSocket.made.push(this);
  }

  send(text: string): void {
    this.sent.push(text);
  }

  close(): void {}

  drop(code = 1006, reason = ''): void {
    this.onclose?.({ code, reason });
  }

  static get latest(): FakeWebSocket {
    return FakeWebSocket.made[FakeWebSocket.made.length - 1];
  }
}

function makeSocket(more: Partial<ServerConnection.ISettings> = {}, route?: string): ChatSocket {
  const settings = {
    wsUrl: 'ws://hub/user/ada/',
    token: 'secret',
    appendToken: false,
    WebSocket: FakeWebSocket,
    ...more
  };
  return new ChatSocket(settings as unknown as ServerConnection.ISettings, route);
}

describe('ChatSocket', () => {
  let socket: ChatSocket;

  beforeEach(() => {
    jest.useFakeTimers();
    FakeWebSocket.made = [];
    socket = makeSocket();
  });

  afterEach(() => {
    socket.dispose();
    jest.useRealTimers();
  });

  it('connects below the base URL, and only once', () => {
    socket.connect();
    socket.connect();
    expect(FakeWebSocket.made.map(s => s.url)).toEqual(['ws://hub/user/ada/tutor/ws/chat']);
  });

  it('carries the token in the address when the server wants it there', () => {
    socket.dispose();
    socket = makeSocket({ appendToken: true, token: 'a b' });
    socket.connect();
    expect(FakeWebSocket.latest.url).toBe('ws://hub/user/ada/tutor/ws/chat?token=a%20b');
  });

  // req: C6
  // req: M5
  it('names the module whose messages it carries', () => {
    const urlOf = (module: string, appendToken: boolean): string => {
      const socket = makeSocket({ appendToken }, moduleRoute(module));
      socket.connect();
      socket.dispose();
      return FakeWebSocket.latest.url;
    };
    expect(urlOf('m 1', false)).toBe('ws://hub/user/ada/tutor/ws/tutor?module=m%201');
    expect(urlOf('m1', true)).toBe('ws://hub/user/ada/tutor/ws/tutor?module=m1&token=secret');
  });

  it('does not knock again where the module is not published any more', () => {
    const socket = makeSocket({}, moduleRoute('m1'));
    socket.connect();
    const before = FakeWebSocket.made.length;
    FakeWebSocket.latest.drop(4004, 'There is no such module.');
    jest.advanceTimersByTime(300_000);
    expect(socket.link).toMatchObject({ state: 'refused', code: 4004 });
    expect(FakeWebSocket.made).toHaveLength(before);
    socket.dispose();
  });

  it('stays away once it rests, until it is wanted', () => {
    const socket = makeSocket();
    socket.connect();
    FakeWebSocket.latest.drop();
    const before = FakeWebSocket.made.length;
    socket.rest();
    jest.advanceTimersByTime(300_000);
    expect(socket.link.state).toBe('idle');
    expect(FakeWebSocket.made).toHaveLength(before);
    socket.connect();
    expect(FakeWebSocket.made).toHaveLength(before + 1);
    socket.dispose();
  });

  it('reconnects after 1, 2, 4 and 8 seconds, then waits and tries every 30', () => {
    const states: LinkState[] = [];
    socket.linkChanged.connect((_, link) => states.push(link.state));
    socket.connect();
    const waits = [1, 2, 4, 8, 30, 30];
    for (const [i, seconds] of waits.entries()) {
      FakeWebSocket.latest.drop();
      jest.advanceTimersByTime(seconds * 1000 - 1);
      expect(FakeWebSocket.made).toHaveLength(i + 1);
      jest.advanceTimersByTime(1);
      expect(FakeWebSocket.made).toHaveLength(i + 2);
    }
    expect(states).toEqual(['connecting', 'lost', 'lost', 'lost', 'lost', 'waiting', 'waiting']);
  });

  // req: C6
  it.each([4001, 4002, 1008])('does not try again by itself after close code %d', code => {
    socket.connect();
    FakeWebSocket.latest.drop(code, 'Because');
    jest.advanceTimersByTime(120_000);
    expect(FakeWebSocket.made).toHaveLength(1);
    expect(socket.link).toEqual({
      state: 'refused',
      code,
      reason: 'Because',
      until: null
    });
    socket.connect();
    expect(FakeWebSocket.made).toHaveLength(2);
  });

  // req: R6
  it('says why and tries every minute while the tutor pauses', () => {
    socket.connect();
    FakeWebSocket.latest.drop(1013, 'The tutor pauses.');
    expect(socket.link).toMatchObject({
      state: 'waiting',
      code: 1013,
      reason: 'The tutor pauses.'
    });
    jest.advanceTimersByTime(59_999);
    expect(FakeWebSocket.made).toHaveLength(1);
    jest.advanceTimersByTime(1);
    expect(FakeWebSocket.made).toHaveLength(2);
  });

  // req: R5
  it('comes back when the time is over that the server has named, and not before', () => {
    socket.connect();
    FakeWebSocket.latest.onopen?.();
    const refusal = { type: 'error', request_id: 'r1', code: 'BUDGET_EXCEEDED', retry_after: 90 };
    FakeWebSocket.latest.onmessage?.({ data: JSON.stringify(refusal) });
    const until = Date.now() + 90_000;
    FakeWebSocket.latest.drop(1008, 'Budget exceeded');
    expect(socket.link).toMatchObject({ state: 'refused', code: 1008, until });
    jest.advanceTimersByTime(89_999);
    expect(FakeWebSocket.made).toHaveLength(1);
    jest.advanceTimersByTime(1);
    expect(FakeWebSocket.made).toHaveLength(2);
  });

  it('starts the delays anew only after a connection that held', () => {
    socket.connect();
    FakeWebSocket.latest.onopen?.();
    FakeWebSocket.latest.drop();
    jest.advanceTimersByTime(1000);
    FakeWebSocket.latest.onopen?.();
    FakeWebSocket.latest.drop();
    jest.advanceTimersByTime(1000);
    expect(FakeWebSocket.made).toHaveLength(2);
    jest.advanceTimersByTime(1000);
    FakeWebSocket.latest.onopen?.();
    jest.advanceTimersByTime(5000);
    FakeWebSocket.latest.drop();
    jest.advanceTimersByTime(1000);
    expect(FakeWebSocket.made).toHaveLength(4);
  });

  it('gives up on a connection that does not open within ten seconds', () => {
    socket.connect();
    jest.advanceTimersByTime(10_000);
    expect(socket.link.state).toBe('lost');
  });

  it('connects at once when the network of the machine returns', () => {
    socket.connect();
    FakeWebSocket.latest.drop();
    window.dispatchEvent(new Event('online'));
    expect(FakeWebSocket.made).toHaveLength(2);
  });

  it('sends nothing while there is no open connection', () => {
    socket.connect();
    expect(socket.send({ type: 'message', content: 'Hi' })).toBe(false);
    FakeWebSocket.latest.onopen?.();
    expect(socket.send({ type: 'message', content: 'Hi' })).toBe(true);
    expect(FakeWebSocket.latest.sent).toEqual(['{"type":"message","content":"Hi"}']);
  });

  it('passes frames on and ignores what is none', () => {
    const received: string[] = [];
    socket.frameReceived.connect((_, frame) => received.push(frame.type));
    socket.connect();
    for (const data of ['{"type":"token"}', 'not json', '[]', 'null', '{"type":"new"}', 5]) {
      FakeWebSocket.latest.onmessage?.({ data });
    }
    expect(received).toEqual(['token']);
  });
});
