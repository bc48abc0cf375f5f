import { speak } from './words/speak.ts';
import { dayAfter, wallOf } from './zoned.ts';

/**
 * An instant (ms since 1970) in words, in a zone and a person's language: "today at 14:02", "tomorrow at 09:00", "on Thursday 24 December at 18:30", with the year when it
 * isn't this one. To the minute; to the second when it comes within the minute, "at 14:00" being over then.
 */
export function sayWhen(at: number, timeZone: string, now: number, locale = 'en'): string {
  const say = speak(locale);
  const then = wallOf(at, timeZone);
  const today = wallOf(now, timeZone);
  const same = (days: number) => {
    const day = dayAfter(today, days);
    return day.year === then.year && day.month === then.month && day.day === then.day;
  };
  const soon = at > now && at < now + 60_000 && then.second !== 0;
  const time = [then.hour, then.minute, ...(soon ? [then.second] : [])].map((n) => String(n).padStart(2, '0')).join(':');
  if (same(0)) return say.today(time);
  if (same(1)) return say.tomorrow(time);
  if (same(-1)) return say.yesterday(time);
  const date = say.date(then.day, say.months[then.month - 1] ?? '', then.year === today.year ? '' : String(then.year));
  return say.on(say.weekdays[then.dayOfWeek - 1] ?? '', date, time);
}

/** A time of day in a zone: "14:02". */
export function sayTime(at: number, timeZone: string): string {
  const { hour, minute } = wallOf(at, timeZone);
  return [hour, minute].map((n) => String(n).padStart(2, '0')).join(':');
}

/** A zone (IANA name) in words to hear: "Berlin time", "UTC". */
export function sayZone(timeZone: string, locale = 'en'): string {
  const place = timeZone.slice(timeZone.lastIndexOf('/') + 1).replaceAll('_', ' ');
  return /^(UTC|GMT|UCT|Zulu|Universal|Greenwich)/.test(place) ? 'UTC' : speak(locale).zone(place);
}

/** The day of an instant (ms since 1970) in UTC: "24 December 2026". */
export function sayDate(at: number, locale = 'en'): string {
  const { year, month, day } = wallOf(at, 'UTC');
  const say = speak(locale);
  return say.date(day, say.months[month - 1] ?? '', String(year));
}
