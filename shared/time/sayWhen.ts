import { dayAfter, wallOf } from './zoned.ts';

const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];

/**
 * An instant (ms since 1970) in words, in a zone: "today at 14:02", "tomorrow at 09:00", "on Thursday 24 December at 18:30", with the year when it isn't this one.
 * To the minute; to the second when it comes within the minute, "at 14:00" being over then.
 */
export function sayWhen(at: number, timeZone: string, now: number): string {
  const then = wallOf(at, timeZone);
  const today = wallOf(now, timeZone);
  const same = (days: number) => {
    const day = dayAfter(today, days);
    return day.year === then.year && day.month === then.month && day.day === then.day;
  };
  const soon = at > now && at < now + 60_000 && then.second !== 0;
  const time = [then.hour, then.minute, ...(soon ? [then.second] : [])].map((n) => String(n).padStart(2, '0')).join(':');
  if (same(0)) return `today at ${time}`;
  if (same(1)) return `tomorrow at ${time}`;
  if (same(-1)) return `yesterday at ${time}`;
  const year = then.year === today.year ? '' : ` ${then.year}`;
  return `on ${weekdays[then.dayOfWeek - 1]} ${then.day} ${months[then.month - 1]}${year} at ${time}`;
}

/** A zone (IANA name) in words to hear: "Berlin time", "UTC". */
export function sayZone(timeZone: string): string {
  const place = timeZone.slice(timeZone.lastIndexOf('/') + 1).replaceAll('_', ' ');
  return /^(UTC|GMT|UCT|Zulu|Universal|Greenwich)/.test(place) ? 'UTC' : `${place} time`;
}

/** The day of an instant (ms since 1970) in UTC: "24 December 2026". */
export function sayDate(at: number): string {
  const { year, month, day } = wallOf(at, 'UTC');
  return `${day} ${months[month - 1]} ${year}`;
}
