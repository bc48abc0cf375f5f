import { speak } from './words/speak.ts';

/** A length of time (ms) in words, its two largest units: "3 days 4 hours", "12 seconds", "3 Tage 4 Stunden". */
export function sayLength(ms: number, locale = 'en'): string {
  const say = speak(locale);
  const parts: string[] = [];
  let rest = Math.max(0, Math.floor(ms / 1_000));
  for (const [unit, seconds] of [
    [say.days, 86_400],
    [say.hours, 3_600],
    [say.minutes, 60],
    [say.seconds, 1],
  ] as const) {
    const count = Math.floor(rest / seconds);
    rest -= count * seconds;
    if (count > 0) parts.push(unit(count));
    // "3 days 4 seconds" would pretend to a precision nobody asked for.
    else if (parts.length > 0) break;
    if (parts.length === 2) break;
  }
  return parts.join(' ') || say.seconds(0);
}
