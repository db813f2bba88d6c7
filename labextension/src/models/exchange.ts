import type { ErrorFrame, MessageFrame, ServerFrame, TokenFrame } from '../client/frames';
import type { IChatSocket } from '../client/socket';
import { type ConversationEvent } from './conversation';

/** Who is told what becomes of a request. */
export interface IListener {
  dispatch(event: ConversationEvent): void;
  /** The server knows nothing of an answer that was to be resumed, and there is no message to send again. */
  reload(): void;
}

export type Message = MessageFrame & { request_id: string };

/** A request without its end. */
interface IPending {
  /** Null when only the answer is followed, as after a reload. */
  readonly message: Message | null;
  readonly listener: IListener;
  /** The server has said that it has the question. */
  accepted: boolean;
  /** A resume was asked for, and nothing has come of it yet. */
  resuming: boolean;
  stopping: boolean;
  lastSeq: number;
  /** Text received and not yet shown. */
  waitingText: string;
}

/** Runs `task` at the next moment at which the page is drawn anyway; tests run it at will. */
export type Schedule = (task: () => void) => void;

/** So many seconds without a word about a running answer mean that the connection may be dead. */
const SILENCE = 45;

/**
 * Every request that is not over, and the frames about it.
 *
 * Requests outlive connections: what the server has not confirmed is sent again under the same
 * id, and what it has begun to answer is resumed after the last token seen.
 */
export class Exchange {
  constructor(
    private readonly socket: IChatSocket,
    private readonly schedule: Schedule,
    private readonly now: () => number,
    private readonly newId: () => string
  ) {
    socket.linkChanged.connect((_, link) => {
      if (link.state === 'open') {
        this.pending.forEach((_, requestId) => this.deliver(requestId));
      }
    });
    socket.frameReceived.connect((_, frame) => this.onFrame(frame));
  }

  /** Gets the errors and notices that belong to no request. */
  unaddressed: IListener | null = null;

  /** Whether nothing is being waited for. */
  get isIdle(): boolean {
    return this.pending.size === 0;
  }

  ask(message: Message, listener: IListener): void {
    this.follow(message.request_id, message, listener);
  }

  /** Follow an answer that the server was writing before this page was loaded. */
  resume(requestId: string, listener: IListener): void {
    this.follow(requestId, null, listener);
  }

  /** End an answer. True when the message had not left yet, so that it can be taken back. */
  stop(requestId: string): boolean {
    const pending = this.pending.get(requestId);
    if (!pending) {
      return false;
    }
    pending.stopping = true;
    const sent = this.socket.send({ type: 'stop', request_id: requestId });
    if (!sent && !pending.accepted) {
      this.pending.delete(requestId);
      return true;
    }
    return false;
  }

  private follow(requestId: string, message: Message | null, listener: IListener): void {
    this.socket.connect();
    this.pending.set(requestId, {
      message,
      listener,
      accepted: message === null,
      resuming: false,
      stopping: false,
      lastSeq: 0,
      waitingText: ''
    });
    this.deliver(requestId);
    this.watch();
  }

  private deliver(requestId: string): void {
    const pending = this.pending.get(requestId);
    if (!pending) {
      return;
    }
    if (!pending.accepted && pending.message) {
      this.socket.send(pending.message);
      return;
    }
    pending.resuming = true;
    this.socket.send({
      type: 'resume',
      request_id: requestId,
      after: pending.lastSeq
    });
    if (pending.stopping) {
      this.socket.send({ type: 'stop', request_id: requestId });
    }
  }

  private onFrame(frame: ServerFrame): void {
    this.lastHeard = this.now();
    const pending = frame.request_id === null ? undefined : this.pending.get(frame.request_id);
    if (!pending) {
      this.onUnaddressed(frame);
    } else if (frame.type === 'token') {
      this.onToken(frame, pending);
    } else if (frame.type === 'error') {
      this.onError(frame, pending);
    } else {
      this.onOther(frame, pending);
    }
  }

  private onToken(frame: TokenFrame, pending: IPending): void {
    if (frame.seq <= pending.lastSeq) {
      return;
    }
    if (frame.seq > pending.lastSeq + 1) {
      // Something is missing: have it sent again, once.
      if (!pending.resuming) {
        this.deliver(frame.request_id);
      }
      return;
    }
    pending.resuming = false;
    pending.lastSeq = frame.seq;
    pending.waitingText += frame.content;
    this.drawSoon();
  }

  private onError(frame: ErrorFrame, pending: IPending): void {
    if (frame.code === 'NOT_FOUND' && pending.resuming) {
      this.onForgotten(frame.request_id as string, pending);
      return;
    }
    this.end(frame.request_id as string, pending);
    pending.listener.dispatch({ ...frame, at: this.now(), id: this.newId() });
  }

  /** The server never stored the question: ask it again, or, without it, see what is stored. */
  private onForgotten(requestId: string, pending: IPending): void {
    pending.resuming = false;
    if (pending.message) {
      pending.accepted = false;
      pending.lastSeq = 0;
      this.deliver(requestId);
    } else {
      this.end(requestId, pending);
      pending.listener.reload();
    }
  }

  private onOther(frame: Exclude<ServerFrame, TokenFrame | ErrorFrame>, pending: IPending): void {
    const requestId = frame.request_id as string;
    if (frame.type === 'notice' || frame.type === 'budget_warning') {
      pending.listener.dispatch({ ...frame, id: this.newId() });
      return;
    }
    pending.resuming = false;
    pending.accepted = true;
    if (frame.type === 'start') {
      pending.lastSeq = 0;
      pending.waitingText = '';
    } else if (frame.type === 'done') {
      this.end(requestId, pending);
    }
    pending.listener.dispatch(frame);
  }

  private onUnaddressed(frame: ServerFrame): void {
    if (frame.type === 'error' && frame.request_id === null) {
      this.unaddressed?.dispatch({
        ...frame,
        at: this.now(),
        id: this.newId()
      });
    } else if (frame.type === 'notice' || frame.type === 'budget_warning') {
      this.unaddressed?.dispatch({ ...frame, id: this.newId() });
    }
  }

  private end(requestId: string, pending: IPending): void {
    this.show(requestId, pending);
    this.pending.delete(requestId);
  }

  private drawSoon(): void {
    if (!this.drawing) {
      this.drawing = true;
      this.schedule(() => {
        this.drawing = false;
        this.pending.forEach((pending, requestId) => this.show(requestId, pending));
      });
    }
  }

  private show(requestId: string, pending: IPending): void {
    if (pending.waitingText) {
      const content = pending.waitingText;
      pending.waitingText = '';
      pending.listener.dispatch({ type: 'text', requestId, content });
    }
  }

  /** A dead connection can look alive for minutes: after a long silence, make a new one. */
  private watch(): void {
    this.lastHeard = this.now();
    if (this.watching) {
      return;
    }
    this.watching = window.setInterval(() => {
      if (this.pending.size === 0) {
        window.clearInterval(this.watching);
        this.watching = 0;
      } else if (
        this.socket.link.state === 'open' &&
        this.now() - this.lastHeard > SILENCE * 1000
      ) {
        this.lastHeard = this.now();
        this.socket.reconnect();
      }
    }, 5000);
  }

  private readonly pending = new Map<string, IPending>();
  private drawing = false;
  private watching = 0;
  private lastHeard = 0;
}
