import type { ServerConnection } from '@jupyterlab/services';
import { type ISignal, Signal } from '@lumino/signaling';
import type { ClientFrame, ServerFrame } from './frames';

/**
 * How the connection stands. `lost` tries again by itself within seconds, `waiting` every 30
 * seconds (every minute while the whole tutor pauses) or when told to, `refused` only when told to
 * or when the time is over that the server has named.
 */
export type LinkState = 'idle' | 'connecting' | 'open' | 'lost' | 'waiting' | 'refused';

export interface ILink {
  readonly state: LinkState;
  /** Close code of a refusal (4001, 4002, 4004, 1008, 1013), else null. */
  readonly code: number | null;
  /** The server's words for a refusal. */
  readonly reason: string;
  /** When the connection comes back by itself, in milliseconds since 1970, where the server has said so. */
  readonly until: number | null;
}

/** The chat socket as the models use it. */
export interface IChatSocket {
  readonly link: ILink;
  readonly linkChanged: ISignal<IChatSocket, ILink>;
  readonly frameReceived: ISignal<IChatSocket, ServerFrame>;
  /** Connect when there is no connection yet, or at once when one is being waited for. */
  connect(): void;
  /** Drop the present connection, which may be dead without knowing, and make another. */
  reconnect(): void;
  /** Drop the connection and leave it at that, until `connect`. */
  rest(): void;
  /** Send a frame; false when there is no open connection. */
  send(frame: ClientFrame): boolean;
  dispose(): void;
}

/** Seconds before the first attempts to reconnect; after them a button, and every 30 seconds. */
const DELAYS = [1, 2, 4, 8];
const PATIENT_DELAY = 30;
/** A connection that held for so many seconds was a good one: the delays start anew. */
const STABLE_AFTER = 5;
/** A connection that is not there after so many seconds counts as lost; 1006 is what a browser says then. */
const OPEN_WITHIN = 10;
const UNANSWERED = 1006;
/** Who is asking, how many windows, how much is left: trying again by itself changes none of them. */
const NOT_NOW = 1008;
const FINAL_CODES = new Set([4001, 4002, 4004, NOT_NOW]);
/** The whole tutor pauses: there is no point in asking again within seconds. */
const TRY_LATER = 1013;
const PAUSE_DELAY = 60;
/** The longest time that a browser's timer can wait, in milliseconds. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** Where messages go that belong to no module. */
const CHAT = 'tutor/ws/chat';

/** Where the messages about a module go. */
export function moduleRoute(module: string): string {
  return `tutor/ws/tutor?module=${encodeURIComponent(module)}`;
}

/** One connection to a socket below {base_url} that comes back when it is lost. */
export class ChatSocket implements IChatSocket {
  constructor(
    private readonly settings: ServerConnection.ISettings,
    private readonly route = CHAT
  ) {
    window.addEventListener('online', this.onOnline);
  }

  get link(): ILink {
    return this._link;
  }

  get linkChanged(): ISignal<this, ILink> {
    return this._linkChanged;
  }

  get frameReceived(): ISignal<this, ServerFrame> {
    return this._frameReceived;
  }

  connect(): void {
    if (this._disposed || this._socket) {
      return;
    }
    window.clearTimeout(this._retryTimer);
    const socket = new this.settings.WebSocket(this.url());
    this._socket = socket;
    this._refusedUntil = null;
    // While the banner stands it stays, until the connection is really back.
    if (this._link.state === 'idle' || this._link.state === 'refused') {
      this.setLink('connecting');
    }
    socket.onopen = () => this.onOpen();
    socket.onmessage = event => this.onMessage(event);
    socket.onclose = event => this.onClose(event.code, event.reason);
    this._openTimer = window.setTimeout(() => this.onClose(UNANSWERED, ''), OPEN_WITHIN * 1000);
  }

  reconnect(): void {
    this.release();
    this.setLink('lost');
    this.connect();
  }

  rest(): void {
    this.release();
    this._attempt = 0;
    this.setLink('idle');
  }

  send(frame: ClientFrame): boolean {
    if (this._link.state !== 'open' || !this._socket) {
      return false;
    }
    this._socket.send(JSON.stringify(frame));
    return true;
  }

  dispose(): void {
    this._disposed = true;
    window.removeEventListener('online', this.onOnline);
    this.release();
    Signal.clearData(this);
  }

  private url(): string {
    const { appendToken, token, wsUrl } = this.settings;
    const url = wsUrl.replace(/\/$/, '') + '/' + this.route;
    const sign = this.route.includes('?') ? '&' : '?';
    return appendToken && token ? `${url}${sign}token=${encodeURIComponent(token)}` : url;
  }

  private onOpen(): void {
    window.clearTimeout(this._openTimer);
    this._stableTimer = window.setTimeout(() => {
      this._attempt = 0;
    }, STABLE_AFTER * 1000);
    this.setLink('open');
  }

  private onMessage(event: MessageEvent): void {
    const frame = parseFrame(event.data);
    if (frame) {
      this._refusedUntil = endOfRefusal(frame) ?? this._refusedUntil;
      this._frameReceived.emit(frame);
    }
  }

  private onClose(code: number, reason: string): void {
    this.release();
    if (FINAL_CODES.has(code)) {
      this.onRefused(code, reason);
    } else if (code === TRY_LATER) {
      this.setLink('waiting', code, reason);
      this.connectIn(PAUSE_DELAY * 1000);
    } else {
      const isSoon = this._attempt < DELAYS.length;
      this.setLink(isSoon ? 'lost' : 'waiting', null, reason);
      this.connectIn((isSoon ? DELAYS[this._attempt] : PATIENT_DELAY) * 1000);
      this._attempt += 1;
    }
  }

  private onRefused(code: number, reason: string): void {
    const until = code === NOT_NOW ? this._refusedUntil : null;
    this.setLink('refused', code, reason, until);
    if (until !== null) {
      this.connectIn(Math.min(LONGEST_TIMER, Math.max(0, until - Date.now())));
    }
  }

  private connectIn(ms: number): void {
    this._retryTimer = window.setTimeout(() => this.connect(), ms);
  }

  /** The network is back: whatever the old connection believes, a new one is sure to be alive. */
  private readonly onOnline = (): void => {
    if (this._link.state !== 'idle' && this._link.state !== 'refused') {
      this.reconnect();
    }
  };

  private release(): void {
    window.clearTimeout(this._openTimer);
    window.clearTimeout(this._stableTimer);
    window.clearTimeout(this._retryTimer);
    const socket = this._socket;
    this._socket = null;
    if (socket) {
      socket.onopen = socket.onmessage = socket.onclose = null;
      socket.close();
    }
  }

  private setLink(
    state: LinkState,
    code: number | null = null,
    reason = '',
    until: number | null = null
  ): void {
    this._link = { state, code, reason, until };
    this._linkChanged.emit(this._link);
  }

  private _socket: WebSocket | null = null;
  private _link: ILink = { state: 'idle', code: null, reason: '', until: null };
  private _linkChanged = new Signal<this, ILink>(this);
  private _frameReceived = new Signal<this, ServerFrame>(this);
  private _attempt = 0;
  /** What the last refusal on this connection said about its end. */
  private _refusedUntil: number | null = null;
  private _retryTimer = 0;
  private _openTimer = 0;
  private _stableTimer = 0;
  private _disposed = false;
}

/** When a refusal ends that may close the connection; null for every other frame. */
function endOfRefusal(frame: ServerFrame): number | null {
  return frame.type === 'error' && frame.code === 'BUDGET_EXCEEDED' && frame.retry_after
    ? Date.now() + frame.retry_after * 1000
    : null;
}

/** The frame in a message, or null when it holds none: a panel must survive a newer server. */
function parseFrame(data: unknown): ServerFrame | null {
  if (typeof data !== 'string') {
    return null;
  }
  try {
    const frame: unknown = JSON.parse(data);
    return isFrame(frame) ? frame : null;
  } catch {
    return null;
  }
}

const FRAME_TYPES = new Set([
  'start',
  'token',
  'canned',
  'done',
  'error',
  'notice',
  'budget_warning'
]);

function isFrame(value: unknown): value is ServerFrame {
  return (
    typeof value === 'object' &&
    value !== null &&
    FRAME_TYPES.has((value as { type?: string }).type ?? '')
  );
}
