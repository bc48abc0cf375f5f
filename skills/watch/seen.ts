import { intlOf } from '../../shared/language/languages.ts';
import type { Chart } from '../../shared/reply/reply.ts';
import { merged, percentileOf } from '../../shared/series/histogram.ts';
import { type Part, uptimeOf } from '../../shared/series/series.ts';
import type { Standing } from './which.ts';
import { speak } from './words/speak.ts';

type Range = { readonly from: number; readonly to: number };

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
/** A chart's points stand for one of these, ms: the least of which a range has no more than 48. */
const stepsMs = [1, 2, 5, 10, 15, 30]
  .map((minutes) => minutes * minuteMs)
  .concat([1, 2, 3, 6, 12].map((hours) => hours * hourMs))
  .concat([1, 2, 7, 14, 30].map((days) => days * dayMs));
const pointsMax = 48;
/** Signs of the bar at most. */
const signsMax = 32;
/** Below that share of a part's time up it is red, and yellow above. */
const redBelow = 0.95;

/** In how many equal parts a range is read to be drawn: none shorter than the check's interval. */
export function pointsOf({ from, to }: Range, { check }: Standing): number {
  const stepMs = stepsMs.find((step) => step >= check.everyMs && (to - from) / step <= pointsMax) ?? (to - from) / pointsMax;
  return Math.max(1, Math.min(pointsMax, Math.round((to - from) / stepMs)));
}

/** All of a range as one. */
export function wholeOf(parts: readonly Part[]) {
  const sum = (state: keyof Part['stateMs']) => parts.reduce((ms, { stateMs }) => ms + stateMs[state], 0);
  const stateMs = { up: sum('up'), down: sum('down'), unknown: sum('unknown'), maintenance: sum('maintenance') };
  const latency = merged(parts.map((part) => part.latency));
  const at = (share: number) => percentileOf(latency, share);
  return {
    uptime: uptimeOf({ stateMs }),
    stateMs,
    watchedMs: Object.values(stateMs).reduce((ms, one) => ms + one),
    p50: at(0.5),
    p95: at(0.95),
    p99: at(0.99),
  };
}

/** A share of time as percents, never rounded up: 100 % is all of it. */
export function sayShare(share: number, locale: string): string {
  const digits = share >= 0.999 ? 3 : 2;
  const floored = Math.floor(share * 100 * 10 ** digits + 1e-6) / (100 * 10 ** digits);
  return new Intl.NumberFormat(intlOf(locale), { style: 'percent', maximumFractionDigits: digits }).format(floored);
}

/** How long an answer took: "120 ms", "1.2 s"; "–" where there was none. */
export function sayTook(ms: number | null, locale: string): string {
  if (ms === null) return '–';
  const print = (value: number, digits: number) => new Intl.NumberFormat(intlOf(locale), { maximumFractionDigits: digits }).format(value);
  return ms < 1_000 ? `${print(ms, ms < 10 ? 1 : 0)} ms` : `${print(ms / 1_000, 1)} s`;
}

/** What a status page shows as a bar: green where it was up, yellow and red where it was down for some and for more of the time, white where nobody looked. */
export function barOf(parts: readonly Part[]): string {
  const atOnce = Math.ceil(parts.length / signsMax);
  const signs: string[] = [];
  for (let i = 0; i < parts.length; i += atOnce) {
    const { uptime } = wholeOf(parts.slice(i, i + atOnce));
    signs.push(uptime === null ? '⬜' : uptime === 1 ? '🟩' : uptime >= redBelow ? '🟨' : '🟥');
  }
  return signs.join('');
}

/** How long answers took, with a hole where there was none; of what has no latencies, its availability. Nothing where that is less than two points. */
export function chartOf(name: string, parts: readonly Part[], timeZone: string, locale: string): Chart | undefined {
  const say = speak(locale);
  const labels = labelsOf(parts, timeZone, locale);
  const seen = (values: readonly (number | null)[]) => values.filter((value) => value !== null).length > 1;
  const took = (share: number) => parts.map(({ latency }) => rounded(percentileOf(latency, share)));
  const [median, most] = [took(0.5), took(0.95)];
  if (seen(median))
    return {
      kind: 'line',
      title: say.answersOf(name),
      labels,
      series: [
        { name: say.median, values: median },
        { name: 'p95', values: most },
      ],
      unit: 'ms',
    };
  const up = parts.map((part) => rounded(percent(uptimeOf(part))));
  return seen(up) ? { kind: 'line', title: say.uptimeOf(name), labels, series: [{ name: say.columns.uptime, values: up }], unit: '%' } : undefined;
}

const percent = (share: number | null) => (share === null ? null : share * 100);
const rounded = (value: number | null) => (value === null ? null : value < 100 ? Math.floor(value * 10) / 10 : Math.round(value));

/** By the clock within two days, with the weekday within ten, by the date beyond. A part of a day and more is called after its middle: a day of 23 hours moves none into another. */
function labelsOf(parts: readonly Part[], timeZone: string, locale: string): readonly string[] {
  const first = parts[0]?.from ?? 0;
  const longMs = (parts.at(-1)?.to ?? 0) - first;
  const partMs = longMs / Math.max(1, parts.length);
  const clock = { hour: '2-digit', minute: '2-digit' } as const;
  const isWithinDays = longMs <= 2 * dayMs;
  const format = new Intl.DateTimeFormat(intlOf(locale), {
    timeZone,
    ...(isWithinDays ? clock : partMs < 0.9 * dayMs && longMs < 10 * dayMs ? { weekday: 'short', ...clock } : { day: 'numeric', month: 'short' }),
  });
  return parts.map(({ from, to }) => format.format(partMs < 0.9 * dayMs ? from : (from + to) / 2));
}
