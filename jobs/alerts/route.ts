import { wallOf } from '../../shared/time/zoned.ts';
import type { Incident, Level, Step } from './incident.ts';

/** A time of day, on some days of the week or on all, in a zone; one that ends before it begins goes over midnight, and belongs to the day on which it begins. */
export interface Hours {
  /** `HH:MM`; the end is not part of it. */
  readonly from: string;
  readonly to: string;
  /** ISO weekdays, 1 is Monday; none: every day. */
  readonly days: readonly number[];
  /** IANA name. */
  readonly timeZone: string;
}

/** What incidents a route is for; what is left out is any. */
export interface Which {
  readonly level?: Level;
  /** The incident has all of them; in lower case, in order. */
  readonly tags: readonly string[];
  readonly hours?: Hours;
}

/** Whom to tell of some incidents, step by step. */
export interface Route {
  /** Of one that a file made: which one it is there. */
  readonly made?: { readonly id: string; readonly name: string };
  readonly which: Which;
  readonly steps: readonly Step[];
}

/** The route of an incident that opens at an instant: of those that fit the one that says most, by tags, then by hours, then by its level; null when none fits. */
export function routeOf(routes: readonly Route[], incident: Pick<Incident, 'level' | 'tags'>, at: number): Route | null {
  const fitting = routes.filter(({ which }) => fits(which, incident, at));
  return fitting.reduce<Route | null>((best, one) => (best && weight(best.which) > weight(one.which) ? best : one), null);
}

const weight = ({ tags, hours, level }: Which) => tags.length * 4 + (hours ? 2 : 0) + (level ? 1 : 0);

function fits({ level, tags, hours }: Which, incident: Pick<Incident, 'level' | 'tags'>, at: number): boolean {
  if (level !== undefined && level !== incident.level) return false;
  const has = incident.tags.map((tag) => tag.toLowerCase());
  return tags.every((tag) => has.includes(tag)) && (hours === undefined || isIn(hours, at));
}

/** Whether an instant lies in these hours. In a zone that doesn't exist (any more) none does. */
export function isIn({ from, to, days, timeZone }: Hours, at: number): boolean {
  try {
    const { hour, minute, dayOfWeek } = wallOf(at, timeZone);
    const now = `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
    const on = (day: number) => days.length === 0 || days.includes(day);
    if (from < to) return on(dayOfWeek) && from <= now && now < to;
    return (on(dayOfWeek) && from <= now) || (on(((dayOfWeek + 5) % 7) + 1) && now < to);
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
