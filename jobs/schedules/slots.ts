import { Temporal } from 'temporal-polyfill';
import type { Timing } from '../../shared/command/kinds/index.ts';
import { cronOf } from '../../shared/time/cron.ts';
import { datesOf } from './dates.ts';

/**
 * The first slot of a rule after an instant, both ms since 1970; null when none comes any more. `anchor`: when its owner was made, from which intervals and "every 2 weeks" count.
 * A wall time that the clocks skip in spring runs at the gap's end, once; one that they show twice in autumn runs at the first of the two. A cron expression whose hour, minute
 * or second is a wildcard or a step is no wall time but a rhythm: it goes by elapsed time, through both.
 * Throws RangeError for a zone that doesn't exist (any more).
 */
export function slotAfter(rule: Timing, anchor: number, after: number): number | null {
  switch (rule.unit) {
    case 'once':
      return rule.at > after ? rule.at : null;
    case 'interval':
      return after < anchor ? anchor + rule.everyMs : anchor + (Math.floor((after - anchor) / rule.everyMs) + 1) * rule.everyMs;
    case 'cron':
      return cronOf(rule.expression, rule.timeZone).nextRun(new Date(after))?.getTime() ?? null;
    default: {
      // From the day before: what a gap has moved may have been meant for a day that is over on the wall.
      for (const date of datesOf(rule, dateAt(anchor, rule.timeZone), dateAt(after, rule.timeZone) - 1)) {
        const slot = slotOn(date, rule.at, rule.timeZone);
        if (slot > after && slot > anchor) return slot;
      }
      return null;
    }
  }
}

/** The next `count` slots after an instant, soonest first; fewer where the rule ends. */
export function slotsAfter(rule: Timing, anchor: number, after: number, count: number): readonly number[] {
  const slots: number[] = [];
  for (let slot = slotAfter(rule, anchor, after); slot !== null && slots.length < count; slot = slotAfter(rule, anchor, slot)) slots.push(slot);
  return slots;
}

const dayMs = 86_400_000;

/** Days since 1970 on the wall of a zone. */
function dateAt(at: number, timeZone: string): number {
  const { year, month, day } = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone);
  return Date.UTC(year, month - 1, day) / dayMs;
}

function slotOn(date: number, at: string, timeZone: string): number {
  const wall = Temporal.PlainDateTime.from(`${new Date(date * dayMs).toISOString().slice(0, 10)}T${at}`);
  const zoned = wall.toZonedDateTime(timeZone, { disambiguation: 'earlier' });
  if (zoned.toPlainDateTime().equals(wall)) return zoned.epochMilliseconds;
  // Before the gap by its length: the gap's end is the change that comes next.
  return zoned.getTimeZoneTransition('next')?.epochMilliseconds ?? zoned.epochMilliseconds;
}
