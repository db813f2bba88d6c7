import type { IChatSocket } from '../client/socket';
import type { Exchange } from './exchange';

/** A connection for the messages of one module, or for those of none, and what was asked over it. */
export interface ILine {
  readonly socket: IChatSocket;
  readonly exchange: Exchange;
}

/** The lines that were needed so far. One of them is in use; another rests once nothing is asked over it. */
export class Lines {
  constructor(private readonly make: (module: string | null) => ILine) {}

  of(module: string | null): ILine {
    const line = this.lines.get(module) ?? this.make(module);
    this.lines.set(module, line);
    return line;
  }

  /** Give up the connections that nobody waits for: how many a student may have is limited. */
  restAllBut(used: ILine): void {
    for (const line of this.lines.values()) {
      if (line !== used && line.exchange.isIdle) {
        line.socket.rest();
      }
    }
  }

  dispose(): void {
    this.lines.forEach(line => line.socket.dispose());
  }

  private readonly lines = new Map<string | null, ILine>();
}
