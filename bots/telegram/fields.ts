/** Guards over what Telegram sent: nothing in it is believed to have the type that the documents say. */
export type Fields = Readonly<Record<string, unknown>>;

export const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null;

export const isId = (value: unknown): value is number => Number.isSafeInteger(value);

/** Unix seconds → ms since 1970; `otherwise` for what is no date. */
export function instant(seconds: unknown, otherwise: number): number {
  return typeof seconds === 'number' && seconds > 0 && seconds < 8.64e12 ? Math.trunc(seconds * 1_000) : otherwise;
}
