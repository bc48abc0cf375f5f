const unit =
  'second|minute|hour|day|morning|afternoon|evening|night|week|weekend|weekday|month|year|sekunde|minute|stunde|tag|morgen|abend|nacht|woche|monat|jahr|werktag|mittag';
const weekday = '(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|sonnabend';
const count = '(?:(?:other|second|few|\\d{1,4}|two|three|four|five|ten|fifteen|twenty|thirty|zwei|drei|vier|fünf|zehn|zweite[nrsm]?)\\s{1,3}){0,2}';
const phrase = `(?:(?:every|each|jede[nrsm]?)\\s{1,3}|alle\\s{1,3}(?=\\d|zwei|drei|vier|fünf|zehn))${count}(?:${unit}|${weekday})(?:e?s|e?n|e)?`;
const adverb =
  'hourly|daily|weekly|monthly|yearly|annually|stündlich|täglich|wöchentlich|monatlich|jährlich|(?:mon|tues|wednes|thurs|fri|satur|sun)days|weekdays|weekends';

/** Whether words that are a time say that it comes again and again. */
export const repeats = new RegExp(`(?<!\\p{L})(?:every|each|jede[nrsm]?|alle\\s{1,3}(?:\\d|zwei|drei|vier|fünf|zehn)|${adverb})(?!\\p{L})`, 'iu');

const link = '(?:\\s{1,3}(?:at|on|um|am))?,?\\s{1,3}';
const before = new RegExp(`(?<!\\p{L})(?:on\\s{1,3})?(?:(?:${phrase}|${adverb})${link}|(?:every|each|jede[nrsm]?)\\s{1,3})$`, 'iu');
const after = new RegExp(`^,?\\s{1,3}(?:on\\s{1,3})?(?:${phrase}|${adverb})(?!\\p{L})`, 'iu');
const alone = new RegExp(`(?<!\\p{L})(?:on\\s{1,3})?(?:${phrase}|(?<!\\b(?:the|a|my)\\s)(?:${adverb}))\\s{0,3}$`, 'iu');

interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** A date in a text together with the words beside it that make it come again ("every day at 9", "at 9 daily"); null when there are none. */
export function repeatedAt(text: string, { start, end }: Stretch): Stretch | null {
  const ahead = before.exec(text.slice(Math.max(0, start - 60), start));
  const behind = after.exec(text.slice(end, end + 60));
  if (!ahead && !behind) return null;
  return { start: ahead ? start - ahead[0].length : start, end: behind ? end + behind[0].length : end };
}

/** "every 5 minutes", "daily", at a text's end. */
export function repetitionIn(text: string): Stretch | null {
  const from = Math.max(0, text.trimEnd().length - 80);
  const found = alone.exec(text.slice(from).trimEnd());
  return found && { start: from + found.index, end: from + found.index + found[0].length };
}
