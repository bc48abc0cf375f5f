/** Guards for what Slack's payloads hold: each answers the value, or undefined when it is something else. Nothing is believed by its name alone. */

export type Fields = Readonly<Record<string, unknown>>;

/** A JSON object. */
export function fieldsOf(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
}

/** An id or a name that others store: 1–255 characters that can go back to Slack, whose client throws at half a surrogate pair. */
export function idOf(value: unknown): string | undefined {
  return typeof value === 'string' && value.length > 0 && value.length <= 255 && value.isWellFormed() ? value : undefined;
}

/** Any text. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** A message's `ts`: seconds since 1970, a dot, and digits that make it unique in its conversation. */
export function tsOf(value: unknown): string | undefined {
  return typeof value === 'string' && /^\d{9,11}\.\d{1,9}$/.test(value) ? value : undefined;
}

/** When a `ts` was, ms since 1970; never later than `now`. */
export function instantOf(ts: string | undefined, now: number): number {
  return ts === undefined ? now : Math.min(now, Math.floor(Number(ts) * 1_000));
}
