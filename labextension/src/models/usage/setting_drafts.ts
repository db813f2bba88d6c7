import type {
  CapType,
  ICapValues,
  ISetting,
  SettingKind,
  SettingValue
} from '../../client/usage_types';

export const CAP_TYPES: readonly CapType[] = ['hourly', 'daily', 'monthly'];

export interface ICapTexts {
  readonly requests: string;
  readonly tokens: string;
  readonly cost_usd: string;
}

export type CapGrid = Readonly<Record<CapType, ICapTexts>>;

/** A setting as it is being written: text, a switch, or the limits of the three types of cap. */
export type Draft = string | boolean | CapGrid;

const EMPTY: ICapTexts = { requests: '', tokens: '', cost_usd: '' };

/** A value in the form in which it is written. */
export function draftOf(kind: SettingKind, value: SettingValue): Draft {
  if (typeof value === 'boolean') {
    return value;
  }
  if (typeof value === 'object') {
    return gridOf(value);
  }
  return kind === 'share' ? String(Math.round(Number(value) * 1000) / 10) : String(value);
}

/** What a draft says; undefined when it says nothing that could be meant. */
export function valueOf(kind: SettingKind, draft: Draft): SettingValue | undefined {
  if (typeof draft === 'boolean') {
    return draft;
  }
  if (typeof draft === 'object') {
    return capsOf(draft);
  }
  const text = draft.trim();
  if (kind === 'text') {
    return text || undefined;
  }
  const number = Number(text);
  if (text === '' || !Number.isFinite(number)) {
    return undefined;
  }
  if (kind === 'usd') {
    return text;
  }
  return kind === 'share' ? Math.round(number * 10) / 1000 : number;
}

/** Whether a draft is what is in force anyway. */
export function isSame(setting: ISetting, draft: Draft): boolean {
  const present = draftOf(setting.kind, setting.value);
  return JSON.stringify(present) === JSON.stringify(draft);
}

function gridOf(caps: readonly ICapValues[]): CapGrid {
  const row = (type: CapType): ICapTexts => {
    const cap = caps.find(each => each.cap_type === type);
    return cap
      ? {
          requests: String(cap.requests ?? ''),
          tokens: String(cap.tokens ?? ''),
          cost_usd: cap.cost_usd ?? ''
        }
      : EMPTY;
  };
  return { hourly: row('hourly'), daily: row('daily'), monthly: row('monthly') };
}

/** The caps of a grid: a type without any limit has none. Undefined where a count is no number. */
function capsOf(grid: CapGrid): readonly ICapValues[] | undefined {
  const caps = CAP_TYPES.map(type => ({
    cap_type: type,
    requests: countOf(grid[type].requests),
    tokens: countOf(grid[type].tokens),
    cost_usd: grid[type].cost_usd.trim() || null
  }));
  if (caps.some(cap => Number.isNaN(cap.requests) || Number.isNaN(cap.tokens))) {
    return undefined;
  }
  return caps.filter(cap => [cap.requests, cap.tokens, cap.cost_usd].some(each => each !== null));
}

function countOf(text: string): number | null {
  return text.trim() === '' ? null : Number(text);
}
