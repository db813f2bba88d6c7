/** What the endpoints of usage, caps, prices and settings say. Money is decimal dollars as text, times are ISO 8601. */

export interface ISum {
  readonly requests: number;
  readonly input_tokens: number;
  readonly output_tokens: number;
  readonly estimated_cost_usd: string;
  /** Calls of models whose price is not known: they are missing from the cost. */
  readonly unpriced_requests: number;
}

export type UserSum = ISum & { readonly user: string };
export type ModelSum = ISum & { readonly provider: string; readonly model: string };
export type ModuleSum = ISum & { readonly module: string | null };
export type DaySum = ISum & { readonly date: string };

export type UsagePeriod = 'today' | 'week' | 'month';

export interface IReport {
  readonly today: ISum;
  readonly this_week: ISum;
  readonly this_month: ISum;
  readonly per_user: readonly UserSum[];
  readonly per_model: readonly ModelSum[];
  readonly per_module: readonly ModuleSum[];
  readonly per_day: readonly DaySum[];
  readonly period: UsagePeriod;
}

export type CapType = 'hourly' | 'daily' | 'monthly';

/** How much a cap allows; null does not limit. */
export interface ICapValues {
  readonly cap_type: CapType;
  readonly requests: number | null;
  readonly tokens: number | null;
  readonly cost_usd: string | null;
}

export type Cap = ICapValues & {
  readonly id: string;
  /** The student or the group that it is of; the other is null. */
  readonly user: string | null;
  readonly group: string | null;
  readonly written_by: string;
  readonly written_at: string;
};

export type CapOrder = ICapValues & { readonly user?: string; readonly group?: string };

export interface ICapList {
  readonly caps: readonly Cap[];
  readonly defaults: readonly ICapValues[];
  readonly groups: Readonly<Record<string, readonly string[]>>;
}

/** Dollars per million tokens. */
export interface IPriceValues {
  readonly model: string;
  readonly input: string;
  readonly cached_input: string;
  readonly output: string;
}

export type SitePrice = IPriceValues & {
  readonly written_by: string;
  readonly written_at: string;
};

export interface IPriceInUse {
  readonly provider: string;
  readonly model: string;
  /** Null when the price is not known. */
  readonly input: string | null;
  readonly cached_input: string | null;
  readonly output: string | null;
  readonly source: 'site' | 'configuration' | 'list' | 'free' | 'unknown';
}

export interface IPriceList {
  readonly prices: readonly SitePrice[];
  readonly in_use: readonly IPriceInUse[];
}

/** Cached input costs as much as input when it is left out. */
export type PriceOrder = Omit<IPriceValues, 'cached_input'> & { readonly cached_input?: string };

export type SettingKind = 'int' | 'usd' | 'seconds' | 'share' | 'bool' | 'text' | 'caps';

export type SettingValue = string | number | boolean | readonly ICapValues[];

export interface ISetting {
  readonly name: string;
  readonly value: SettingValue;
  readonly configured: SettingValue;
  readonly kind: SettingKind;
  /** Whether it was changed while the server runs. */
  readonly changed: boolean;
}

export interface ISettingChange {
  readonly name: string;
  /** Null stands for the configured value. */
  readonly before: SettingValue | null;
  readonly after: SettingValue | null;
  readonly changed_by: string;
  readonly changed_at: string;
}

export interface ISettingsView {
  readonly version: number;
  readonly settings: readonly ISetting[];
  readonly history: readonly ISettingChange[];
}

export type SettingValues = Readonly<Record<string, SettingValue | null>>;

export interface IBreaker {
  readonly state: 'closed' | 'open' | 'half_open';
  readonly spent_usd: string;
  readonly limit_usd: string;
  readonly percent: number;
  readonly reopens_at: string | null;
  readonly enabled: boolean;
  /** Null when it was never reset. */
  readonly last_reset_at: string | null;
  readonly last_reset_by: string | null;
}

export interface IDecision {
  readonly request_id: string;
  readonly at: string;
  readonly user: string;
  readonly exercise_id: string | null;
  readonly kind: string;
  readonly problem_id: string | null;
  readonly is_new_problem: boolean;
  /** 0 for a reply without a model. */
  readonly hint_level: number;
  readonly in_other_words: boolean;
  readonly rule: string | null;
  readonly reason: string | null;
  readonly comparisons: readonly IComparison[];
  readonly finds: readonly IFind[];
}

/** How like a known problem the message was in one respect, and how like it had to be. */
export interface IComparison {
  readonly problem_id: string;
  readonly measure: string;
  readonly score: number;
  readonly threshold: number;
  readonly alike: boolean;
}

/** Something that the solution guard found in the answer. */
export interface IFind {
  readonly reason: string;
  readonly form: string;
  readonly outcome: 'regenerated' | 'redacted' | 'counted';
}

export interface IDecisionPage {
  readonly decisions: readonly IDecision[];
  readonly next_cursor: string | null;
}
