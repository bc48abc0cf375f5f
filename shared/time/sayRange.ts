import { intlOf } from '../language/languages.ts';
import { wallOf } from './zoned.ts';

const dayMs = 86_400_000;

/** A stretch of time (ms since 1970, the end excluded) in a zone and a person's language: "1 – 31 May 2026", "10 Jun 2026, 13:00 – 14:00"; of more than three days only the days. */
export function sayRange({ from, to }: { readonly from: number; readonly to: number }, timeZone: string, locale = 'en'): string {
  const isMidnight = (at: number) => {
    const { hour, minute, second } = wallOf(at, timeZone);
    return hour === 0 && minute === 0 && second === 0;
  };
  const isDays = to - from > 3 * dayMs || (isMidnight(from) && isMidnight(to));
  const format = new Intl.DateTimeFormat(intlOf(locale), {
    timeZone,
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    ...(isDays ? {} : { hour: '2-digit', minute: '2-digit' }),
  });
  return format.formatRange(from, isMidnight(to) && isDays ? to - 1 : to).replaceAll('\u2009', ' ');
}
