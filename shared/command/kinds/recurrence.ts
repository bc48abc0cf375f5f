import { kindOf, type ParseContext } from '../kind.ts';
import { readRecurrence } from './recurrence/read.ts';
import { writeRecurrence } from './recurrence/write.ts';
import { asking, shown, speak } from './words/speak.ts';

/** A time of day, `HH:MM`. */
export type WallTime = string;

/**
 * When something repeats. `interval` counts elapsed time from the instant its owner was made, whatever the clocks do; the others name days of the
 * calendar and a wall time in `timeZone`, so 9 stays 9 over DST; `cron` is both, by what its fields say (shared/time/cron.ts). With `every` above 1, the first period is the one in which its owner was made: the value alone holds no start.
 * A month without the day (31, a fifth Friday) is left out; `day: -1` is its last day. Minutes are the finest.
 */
export type Recurrence =
  | { readonly unit: 'interval'; readonly everyMs: number }
  | { readonly unit: 'day'; readonly every: number; readonly at: WallTime; readonly timeZone: string }
  /** `on`: ISO weekdays, 1 is Monday; ascending, each once, one at least. */
  | { readonly unit: 'week'; readonly every: number; readonly on: readonly number[]; readonly at: WallTime; readonly timeZone: string }
  | { readonly unit: 'month'; readonly every: number; readonly day: number; readonly at: WallTime; readonly timeZone: string }
  /** The first (1) to fourth, or last (-1), of a weekday. */
  | {
      readonly unit: 'monthWeekday';
      readonly every: number;
      readonly nth: number;
      readonly weekday: number;
      readonly at: WallTime;
      readonly timeZone: string;
    }
  /** Five fields, or `@daily` and its like: what people's other programs are written in. */
  | { readonly unit: 'cron'; readonly expression: string; readonly timeZone: string }
  | { readonly unit: 'year'; readonly month: number; readonly day: number; readonly at: WallTime; readonly timeZone: string };

/**
 * "every weekday at 9", "every 15 minutes", "daily at 18:30", "mondays and thursdays at 8", "every 2 weeks on friday", "on the first of the month", "on the last friday of
 * the month at noon", "every year on 24 december"; in German "jeden Werktag um 9", "alle 15 Minuten", "am Ersten des Monats". Without a time it is 9 in the morning; a zone may
 * follow by its IANA name, else it is the person's. And for who thinks in it, "cron 0 9 * * 1-5".
 */
export const recurrence = kindOf<Recurrence>({
  kind: 'recurrence',
  asks: asking('recurrence'),
  words: true,
  alone: /./,
  alexaSlot: 'AMAZON.SearchQuery',
  input: { as: 'text' },
  parse(raw, context: ParseContext) {
    const given = raw.trim();
    const value = given.length > 200 ? null : readRecurrence(given, context.timeZone);
    return value ? { ok: true, value } : { ok: false, error: speak(context.locale).noRecurrence(shown(given)) };
  },
  print: (value) => writeRecurrence(value, 'en'),
  printIn: writeRecurrence,
});
