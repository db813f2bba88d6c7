import { Signal } from '@lumino/signaling';
import type { ClientFrame, ServerFrame } from '../src/client/frames';
import type { IChatSocket, ILink, LinkState } from '../src/client/socket';

/** A socket whose other end is the test. */
export class FakeSocket implements IChatSocket {
  link: ILink = { state: 'idle', code: null, reason: '', until: null };
  readonly linkChanged = new Signal<this, ILink>(this);
  readonly frameReceived = new Signal<this, ServerFrame>(this);
  readonly sent: ClientFrame[] = [];
  reconnects = 0;

  connect(): void {
    if (this.link.state === 'idle') {
      this.become('open');
    }
  }

  reconnect(): void {
    this.reconnects += 1;
    this.become('lost');
    this.become('open');
  }

  rest(): void {
    this.become('idle');
  }

  send(frame: ClientFrame): boolean {
    if (this.link.state !== 'open') {
      return false;
    }
    this.sent.push(frame);
    return true;
  }

  dispose(): void {}

  become(
    state: LinkState,
    code: number | null = null,
    reason = '',
    until: number | null = null
  ): void {
    this.link = { state, code, reason, until };
    this.linkChanged.emit(this.link);
  }

  receive(...frames: ServerFrame[]): void {
    frames.forEach(frame => this.frameReceived.emit(frame));
  }

  /** The last frame sent, of whatever kind. */
  get last(): ClientFrame {
    return this.sent[this.sent.length - 1];
  }
}
