/** A JSON object of which nothing is known yet. */
export type Json = Readonly<Record<string, unknown>>;

export function isRecord(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An object for whatever is there: the thing itself, or an empty one. */
export function asRecord(value: unknown): Json {
  return isRecord(value) ? value : {};
}

/** `record` with these values; those that say nothing (undefined, null, '', [], {}) are taken out. */
export function patch(record: Json, values: Json): Json {
  const kept = Object.entries({ ...record, ...values });
  return Object.fromEntries(
    kept.filter(([key, value]) => !(key in values) || saysSomething(value))
  );
}

export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** A number that is not below `least`, or null. */
export function numberOf(value: unknown, least = 0): number | null {
  return typeof value === 'number' && value >= least ? value : null;
}

/** A whole number from 1 to 5, or null. */
export function gradeOf(value: unknown): number | null {
  return Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 5 ? Number(value) : null;
}

/** The texts in a list, whatever else is in it. */
export function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter(each => typeof each === 'string') : [];
}

function saysSomething(value: unknown): boolean {
  if (Array.isArray(value)) {
    return value.length > 0;
  }
  if (isRecord(value)) {
    return Object.keys(value).length > 0;
  }
  return value !== undefined && value !== null && value !== '';
}
