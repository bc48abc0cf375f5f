import { Cron } from 'croner';

/** Read expressions, the latest: a thousand schedules often share a few. */
const read = new Map<string, Cron>();
const readMax = 1_000;

/**
 * An expression of five fields (minute, hour, day of the month, month, weekday) or `@daily` and its like, in a zone. A time of day that the clocks skip in spring comes at the gap's
 * end, one they show twice in autumn once; an hour or minute with a wildcard or a step is a rhythm, which goes by elapsed time through both.
 * Throws TypeError for an expression that is none, RangeError for a zone that is none.
 */
export function cronOf(expression: string, timeZone: string): Cron {
  const key = `${timeZone} ${expression}`;
  const known = read.get(key);
  if (known) return known;
  // croner finds out about a zone when it is first asked for a run: a name that is none is told here.
  new Intl.DateTimeFormat('en', { timeZone });
  const cron = new Cron(expression, { timezone: timeZone, mode: '5-part', fixedTimeRule: 'no-wildcard' });
  if (read.size >= readMax) read.delete(read.keys().next().value ?? '');
  read.set(key, cron);
  return cron;
}
