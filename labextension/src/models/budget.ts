import type { Budget, BudgetStanding, ServerFrame } from '../client/frames';
import type { IMeter, IUsage } from '../client/rest';
import type { IChatSocket } from '../client/socket';
import { Store } from './store';

/** From this percentage on a budget is nearly used up. */
export const NEARLY_USED_UP = 80;

/** What the student has used; null until it is known, and where the server sets no limits. */
export class BudgetModel {
  readonly budget = new Store<Budget | null>(null);

  /** `fetch` asks the server. */
  constructor(private readonly fetch: () => Promise<IUsage>) {}

  /** Every finished answer that comes over a socket brings the newest figures by itself. */
  listen(socket: IChatSocket): void {
    socket.frameReceived.connect((_, frame) => this.onFrame(frame));
  }

  /** Ask the server. A failure leaves what is shown: the meter is no reason for an error message. */
  async refresh(): Promise<void> {
    try {
      const { today, session } = await this.fetch();
      this.budget.set({ today: limited(today), session: limited(session) });
    } catch {
      return;
    }
  }

  private onFrame(frame: ServerFrame): void {
    if (frame.type === 'done' && frame.budget) {
      this.budget.set(frame.budget);
    } else if (frame.type === 'error' && frame.code === 'BUDGET_EXCEEDED') {
      void this.refresh();
    }
  }
}

/** What there is to show: nothing where there is no limit. */
function limited(meter: IMeter | null): BudgetStanding | null {
  if (!meter || meter.limit_usd === null) {
    return null;
  }
  return { used_usd: meter.used_usd, limit_usd: meter.limit_usd, percent: meter.percent };
}
