/** A stretch of time as people name it, not yet counted: a month has no length of its own. */
export interface Amount {
  readonly years: number;
  readonly months: number;
  readonly weeks: number;
  readonly days: number;
  /** Hours and everything below, ms. */
  readonly ms: number;
}

/** A part of the calendar, or a length in ms. */
export type Unit = keyof Omit<Amount, 'ms'> | number;

export const hourMs = 3_600_000;
const unitNames: readonly (readonly [Unit, string])[] = [
  ['years', 'y year years yr yrs jahr jahre jahren'],
  ['months', 'mo month months monat monate monaten'],
  ['weeks', 'w week weeks wk wks woche wochen'],
  ['days', 'd day days tag tage tagen'],
  [hourMs, 'h hr hrs hour hours std stunde stunden'],
  [60_000, 'm min mins minute minutes minuten'],
  [1_000, 's sec secs second seconds sek sekunde sekunden'],
  [1, 'ms millisecond milliseconds millisekunde millisekunden'],
];
/** Words (lower case) for units. */
export const units: ReadonlyMap<string, Unit> = new Map(unitNames.flatMap(([unit, names]) => names.split(' ').map((name) => [name, unit] as const)));

/** Words that are a count and its unit at once. */
export const wholes: ReadonlyMap<string, { readonly count: number; readonly unit: Unit }> = new Map([
  ['fortnight', { count: 2, unit: 'weeks' }],
  ['viertelstunde', { count: 0.25, unit: hourMs }],
  ['dreiviertelstunde', { count: 0.75, unit: hourMs }],
]);

/** Parts of one: "half an hour", "a quarter hour". */
export const fractions: ReadonlyMap<string, number> = new Map([
  ['half', 0.5],
  ['halbe', 0.5],
  ['halben', 0.5],
  ['halbes', 0.5],
  ['½', 0.5],
  ['1/2', 0.5],
  ['quarter', 0.25],
  ['viertel', 0.25],
  ['¼', 0.25],
  ['1/4', 0.25],
  ['quarters', 0.25],
  ['dreiviertel', 0.75],
  ['¾', 0.75],
  ['3/4', 0.75],
]);
