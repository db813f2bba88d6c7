import type {
  BudgetStanding,
  BudgetWarningFrame,
  CannedFrame,
  DoneFrame,
  ErrorFrame,
  StartFrame,
  TokenFrame
} from '../src/client/frames';

export const SESSION = '11111111-1111-4111-8111-111111111111';
export const MESSAGE = '22222222-2222-4222-8222-222222222222';

/** Frames about a request, as the server would send them; `more` changes what a test is about. */
export function start(request_id: string, more: Partial<StartFrame> = {}): StartFrame {
  return {
    type: 'start',
    request_id,
    session_id: SESSION,
    message_id: MESSAGE,
    hint_level: 1,
    max_hint_level: 5,
    problem: { id: 'p1', title: 'Mean of a list' },
    waiting: null,
    provider: 'coach',
    model: 'rules',
    ...more
  };
}

export function token(request_id: string, seq: number, content: string): TokenFrame {
  return { type: 'token', request_id, seq, content };
}

export function canned(request_id: string): CannedFrame {
  return {
    type: 'canned',
    request_id,
    session_id: SESSION,
    message_id: MESSAGE,
    filter: 'greeting',
    content: 'Hello!'
  };
}

export function done(request_id: string, more: Partial<DoneFrame> = {}): DoneFrame {
  return {
    type: 'done',
    request_id,
    session_id: SESSION,
    message_id: MESSAGE,
    state: 'complete',
    hint_level: 1,
    usage: {
      input_tokens: 1,
      cached_input_tokens: 0,
      output_tokens: 1,
      estimated: false
    },
    cost_usd: '0',
    budget: null,
    ...more
  };
}

/** So much of a limit, in dollars. */
export function spent(used: string, limit: string): BudgetStanding {
  const percent = (100 * Number(used)) / Number(limit);
  return { used_usd: used, limit_usd: limit, percent };
}

export function budgetWarning(request_id: string): BudgetWarningFrame {
  return { type: 'budget_warning', request_id, spent_usd: '4.01', budget_usd: '5', percent: 80.2 };
}

export function error(
  request_id: string | null,
  code: ErrorFrame['code'],
  more: Partial<ErrorFrame> = {}
): ErrorFrame {
  return { type: 'error', request_id, code, message: 'No.', ...more };
}
