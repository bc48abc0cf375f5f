/** A length of time (ms) in words, its two largest units: "3 days 4 hours", "12 seconds". */
export function sayLength(ms: number): string {
  const parts: string[] = [];
  let rest = Math.max(0, Math.floor(ms / 1_000));
  for (const [unit, seconds] of [
    ['day', 86_400],
    ['hour', 3_600],
    ['minute', 60],
    ['second', 1],
  ] as const) {
    const count = Math.floor(rest / seconds);
    rest -= count * seconds;
    if (count > 0) parts.push(counted(count, unit));
    // "3 days 4 seconds" would pretend to a precision nobody asked for.
    else if (parts.length > 0) break;
    if (parts.length === 2) break;
  }
  return parts.join(' ') || '0 seconds';
}

/** 1 day, 2 days. */
export const counted = (count: number, thing: string) => `${count} ${thing}${count === 1 ? '' : 's'}`;
