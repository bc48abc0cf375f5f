import type { WallTime } from '../../../time/zoned.ts';

/** A text with some of its words put differently, and where each of its characters comes from. */
export interface Rewritten {
  readonly text: string;
  /** The stretch of the first text that `[start, end)` of the second came from. */
  origin(start: number, end: number): { readonly start: number; readonly end: number };
}

/** Words to put differently, and how, given what the wall shows; null leaves them as they are. Every quantifier is bounded, so that a rule is linear in the text. */
export type Rule = readonly [RegExp, (match: RegExpMatchArray, today: WallTime) => string | null];

/** Puts what the date reader doesn't know into what it does: "at nine thirty" → "at 9:30", "the 24th" → its next date. Each rule works on what the ones before it left. */
export function rewrite(text: string, rules: readonly Rule[], today: WallTime): Rewritten {
  let now = text;
  let starts = Array.from({ length: text.length }, (_, i) => i);
  let ends = starts.map((i) => i + 1);
  for (const [pattern, make] of rules) {
    const next: { text: string; starts: number[]; ends: number[] } = { text: '', starts: [], ends: [] };
    let at = 0;
    for (const match of now.matchAll(pattern)) {
      const instead = make(match, today);
      if (instead === null) continue;
      const end = match.index + match[0].length;
      next.text += now.slice(at, match.index) + instead;
      next.starts.push(...starts.slice(at, match.index), ...Array<number>(instead.length).fill(starts[match.index] ?? 0));
      next.ends.push(...ends.slice(at, match.index), ...Array<number>(instead.length).fill(ends[end - 1] ?? text.length));
      at = end;
    }
    if (at === 0) continue;
    next.text += now.slice(at);
    next.starts.push(...starts.slice(at));
    next.ends.push(...ends.slice(at));
    ({ text: now, starts, ends } = next);
  }
  return { text: now, origin: (start, end) => ({ start: starts[start] ?? text.length, end: ends[end - 1] ?? text.length }) };
}
