import type {
  IBreaker,
  ICapList,
  IDecision,
  IPriceList,
  IReport,
  ISetting,
  ISettingsView,
  ISum,
  SettingKind,
  SettingValue
} from '../src/client/usage_types';

export function sum(cost: string, requests = 1): ISum {
  return {
    requests,
    input_tokens: 1000 * requests,
    output_tokens: 100 * requests,
    estimated_cost_usd: cost,
    unpriced_requests: 0
  };
}

export const REPORT: IReport = {
  today: sum('1.5', 3),
  this_week: sum('4.25', 8),
  this_month: { ...sum('12', 20), unpriced_requests: 2 },
  per_user: [
    { user: 'ada', ...sum('9', 5) },
    { user: 'grace', ...sum('3', 15) }
  ],
  per_model: [{ provider: 'openai', model: 'gpt-test', ...sum('12', 20) }],
  per_module: [{ module: null, ...sum('12', 20) }],
  per_day: [
    { date: '2026-11-20', ...sum('10.5', 17) },
    { date: '2026-11-21', ...sum('1.5', 3) }
  ],
  period: 'month'
};

export const NOTHING_USED: IReport = {
  ...REPORT,
  today: sum('0', 0),
  this_week: sum('0', 0),
  this_month: sum('0', 0),
  per_user: [],
  per_model: [],
  per_module: [],
  per_day: []
};

export const CAPS: ICapList = {
  caps: [
    {
      id: 'c1',
      user: 'ada',
      group: null,
      cap_type: 'daily',
      requests: 100,
      tokens: null,
      cost_usd: '2.5',
      written_by: 'admin',
      written_at: '2026-11-20T10:00:00+00:00'
    }
  ],
  defaults: [{ cap_type: 'daily', requests: 1000, tokens: 100_000, cost_usd: '10' }],
  groups: { 'data-101': ['ada', 'grace'] }
};

export const PRICES: IPriceList = {
  prices: [
    {
      model: 'site/model',
      input: '0.25',
      cached_input: '0.025',
      output: '2',
      written_by: 'admin',
      written_at: '2026-11-20T10:00:00+00:00'
    }
  ],
  in_use: [
    {
      provider: 'google',
      model: 'new',
      input: null,
      cached_input: null,
      output: null,
      source: 'unknown'
    }
  ]
};

export function setting(
  name: string,
  kind: SettingKind,
  value: SettingValue,
  configured: SettingValue = value
): ISetting {
  return { name, kind, value, configured, changed: value !== configured };
}

export const SETTINGS: ISettingsView = {
  version: 4,
  settings: [
    setting('messages_per_minute', 'int', 30, 20),
    setting('messages_on', 'bool', true),
    setting('session_budget', 'usd', '5'),
    setting('session_warn_at', 'share', 0.8),
    setting('session_idle', 'seconds', 1800),
    setting('default_caps', 'caps', CAPS.defaults),
    setting('brand_new', 'text', 'as it is')
  ],
  history: [
    {
      name: 'messages_per_minute',
      before: null,
      after: 30,
      changed_by: 'grace',
      changed_at: '2026-11-20T10:00:00+00:00'
    }
  ]
};

export const BREAKER: IBreaker = {
  state: 'open',
  spent_usd: '100.5',
  limit_usd: '100',
  percent: 100.5,
  reopens_at: '2026-11-21T05:20:00+00:00',
  enabled: true,
  last_reset_at: null,
  last_reset_by: null
};

const ASKED: IDecision = {
  request_id: 'r1',
  at: '2026-11-20T10:00:00+00:00',
  user: 'ada',
  exercise_id: null,
  kind: 'question',
  problem_id: '0123456789abcdef',
  is_new_problem: true,
  hint_level: 1,
  in_other_words: false,
  rule: 'first',
  reason: 'nothing was asked before',
  comparisons: [],
  finds: []
};

export const DECISIONS: readonly IDecision[] = [
  { ...ASKED, request_id: 'r3', kind: 'thanks', problem_id: null, hint_level: 0, rule: null },
  {
    ...ASKED,
    request_id: 'r2',
    user: 'grace',
    exercise_id: 'mean',
    kind: 'attempt',
    is_new_problem: false,
    hint_level: 2,
    rule: 'code',
    reason: 'the code is alike',
    comparisons: [
      { problem_id: 'p', measure: 'shared_words', score: 0.1, threshold: 0.5, alike: false },
      { problem_id: 'p', measure: 'code_structure', score: 0.753, threshold: 0.6, alike: true }
    ],
    finds: [{ reason: 'code_at_level', form: 'fenced', outcome: 'regenerated' }]
  },
  ASKED
];
