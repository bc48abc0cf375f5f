import { numberWord } from '../numberWords.ts';
import type { Rule } from './rewrite.ts';

const englishDay = 'today|tonight|tomorrow|tmrw?|(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tue|wed|thu|fri';
const germanDay = 'heute|morgen|übermorgen|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch';
const partOfDay = 'morning|afternoon|evening|night';
/** A number in figures or one word of letters; whether it is a number, `hourOf` says. */
const hour = '\\d{1,2}|[a-zäöü]{3,12}';
const minutes =
  '(?:twenty|thirty|forty|fifty)(?:[\\s-](?:one|two|three|four|five|six|seven|eight|nine))?|oh\\s(?:one|two|three|four|five|six|seven|eight|nine)|[a-z]{3,9}teen|ten|eleven|twelve|fifteen';
const before = '(?<![\\p{L}\\d])';
const after = '(?![\\p{L}\\d])';
const rule = (pattern: string, make: Rule[1]): Rule => [new RegExp(pattern, 'giu'), make];

/** Times of day as they are said, in figures: what stands in words first, then what is put together of them. */
export const clockRules: readonly Rule[] = [
  rule(`(?<!\\p{L})([ap])\\.\\s?m(?:\\.|${after})`, ([, half]) => `${half}m`),
  rule('(?<![^\\s])@\\s?(?=\\d{1,2}(?!\\d))', () => 'at '),
  rule(`${before}o[’']clock${after}`, () => "o'clock"),
  // "nine oh five", "nine forty five": after a word that says that a time follows, or as all there is.
  rule(`(${before}(?:at|by|around|${englishDay})\\s{1,3}|^)(${hour})\\s{1,3}(${minutes})${after}`, ([, lead = '', word = '', minute = '']) => {
    const [h, m] = [hourOf(word), numberWord(minute.replace(/^oh\s/i, ''))];
    return h === null || m === undefined || /^\d/.test(word) ? null : `${lead}${/(?:at|by|around)\s+$/i.test(lead) ? '' : 'at '}${h}:${two(m)}`;
  }),
  rule(`${before}((?:at|by|around|um|gegen|ab)\\s{1,3})([a-zäöü]{3,12})${after}`, ([, lead = '', word = '']) => figures(lead, word)),
  rule(`${before}([a-zäöü]{3,12})(?=\\s{1,3}(?:o'clock|[ap]m|uhr)${after})`, ([, word = '']) =>
    figures('', word.toLowerCase() === 'ein' ? 'eins' : word),
  ),
  rule(
    `${before}(?:at\\s{1,3})?(?:a\\s{1,3})?(half|quarter|twenty[\\s-]five|twenty|ten|five|\\d{1,2})(?:\\s{1,3}minutes)?\\s{1,3}(past|after|to)\\s{1,3}(${hour})${after}`,
    around,
  ),
  rule(
    `${before}(?:um\\s{1,3})?(?:(viertel|zwanzig|zehn|fünf)\\s{1,3}(nach|vor)\\s{1,3})?(halb|dreiviertel)\\s{1,3}(${hour})${after}`,
    ([, count, side, part, word = '']) => {
      const h = hourOf(word);
      const more = count === undefined ? 0 : (side?.toLowerCase() === 'vor' ? -1 : 1) * minutesOf(count);
      return h === null || h === 0 ? null : `um ${clock(h - 1, (part?.toLowerCase() === 'halb' ? 30 : 45) + more)}`;
    },
  ),
  rule(`${before}(?:um\\s{1,3})?(viertel|zwanzig|zehn|fünf)\\s{1,3}(nach|vor)\\s{1,3}(${hour})${after}`, ([, count = '', side = '', word = '']) => {
    const h = hourOf(word);
    if (h === null || h === 0) return null;
    return `um ${side.toLowerCase() === 'vor' ? clock(h - 1, 60 - minutesOf(count)) : clock(h, minutesOf(count))}`;
  }),
  rule(`${before}(\\d{1,2})\\.([0-5]\\d)(?=\\s{1,3}uhr${after})`, ([, h, m]) => `${h}:${m}`),
  rule('^(\\d{1,2})\\.([0-5]\\d)$', ([, h, m]) => (Number(h) < 24 && Number(m) > 12 ? `${h}:${m}` : null)),
  rule(`${before}(\\d{1,2})\\s{1,3}uhr\\s{1,3}(\\d{1,2}|[a-zäöüß]{3,18})${after}`, ([, h, minute = '']) => {
    const m = numberOf(minute);
    return m === undefined || m > 59 ? null : `${h}:${two(m)} Uhr`;
  }),
  rule(
    `${before}(morgens|vormittags|mittags|nachmittags|abends|nachts)\\s{1,3}(um\\s{1,3}\\d{1,2}(?::\\d{2})?)(?:\\s{1,3}uhr)?${after}`,
    ([, part, time]) => `${time} Uhr ${part}`,
  ),
  rule(
    `${before}(\\d{1,2}(?::\\d{2})?)\\s{0,3}(?:o'clock|[ap]m)?\\s{1,3}(?:in the\\s{1,3}(morning|afternoon|evening)|at\\s{1,3}(night))${after}`,
    ([, time = '', part, night]) => inPart(time, part ?? night ?? ''),
  ),
  rule(
    `${before}(?:at\\s{1,3})?(\\d{1,2}(?::\\d{2})?)(\\s{0,3}[ap]m)?\\s{1,3}(?:on\\s{1,3})?(${englishDay})\\s{1,3}(${partOfDay})${after}`,
    ([, time = '', half, day, part = '']) => `${day} at ${half ? `${time}${half}` : inPart(time, part)}`,
  ),
  rule(
    `${before}(?:today|tonight|this evening|heute(?:\\s(?:abend|nacht))?)\\s{1,3}(?:(?:at|um)\\s{1,3})?(?:midnight|mitternacht|(?:0|12)(?![\\d:]))${after}`,
    ([all]) =>
      // Of a whole day, 12 is noon.
      /\b(?:0|12)$/.test(all) && /^(?:today|heute)\s(?!abend|nacht)/i.test(all) ? null : 'at midnight',
  ),
  rule(`${before}midnight\\s{1,3}(?:today|tonight)${after}`, () => 'at midnight'),
  // A bare hour beside its day, where nothing else follows or stands before.
  rule(`${before}((?:${englishDay})(?:\\s{1,3}(?:${partOfDay}))?)\\s{1,3}(\\d{1,2})$`, ([, day, h]) => `${day} at ${h}`),
  rule(`${before}((?:${germanDay})(?:\\s{1,3}(?:früh|abend|mittag|nachmittag))?)\\s{1,3}(\\d{1,2})$`, ([, day, h]) => `${day} um ${h}`),
  rule(`^(\\d{1,2})\\s{1,3}(?=(?:on\\s{1,3})?(?:${englishDay})${after})`, ([, h]) => `at ${h} `),
];

function around(match: RegExpMatchArray): string | null {
  const [all, count = '', side = '', word = ''] = match;
  const [h, m] = [hourOf(word), minutesOf(count)];
  if (h === null || m < 1 || m > 30) return null;
  if (side.toLowerCase() !== 'to') return `at ${clock(h, m)}`;
  // "five to eight people", "pages 5 to 9": numbers are the clock only where nothing is counted.
  const ends = !/^\d/.test(count) && closing.test((match.input ?? '').slice((match.index ?? 0) + all.length));
  return h === 0 || !(ends || /^(?:at|a|quarter)\b/i.test(all)) ? null : `at ${clock(h - 1, 60 - m)}`;
}

/** What may follow a time of day. */
const closing = new RegExp(`^(?:[\\s,.!?]{0,4}$|,|\\s{1,3}(?:[ap]m|in the|on|${englishDay})\\b)`, 'iu');

/** 12 before 1, not 0: nobody said that it is night. */
const clock = (h: number, m: number) => `${h + Math.floor(m / 60) === 0 ? 12 : h + Math.floor(m / 60)}:${two(m % 60)}`;

const two = (n: number) => String(n).padStart(2, '0');

const numberOf = (word: string) => (/^\d{1,2}$/.test(word) ? Number(word) : numberWord(word));

function minutesOf(word: string): number {
  const lower = word.toLowerCase();
  return lower === 'half' ? 30 : lower === 'quarter' || lower === 'viertel' ? 15 : (numberOf(lower) ?? 0);
}

function hourOf(word: string): number | null {
  const h = numberOf(word);
  return h !== undefined && h >= 0 && h <= 24 ? h : null;
}

function figures(lead: string, word: string): string | null {
  const h = hourOf(word);
  return h === null ? null : `${lead}${h}`;
}

/** "9" in the evening → "9pm"; what already says so by its number stays. */
function inPart(time: string, part: string): string {
  const h = Number.parseInt(time, 10);
  if (h > 12 || h === 0) return time;
  const lower = part.toLowerCase();
  const pm = lower === 'afternoon' || lower === 'evening' ? true : lower === 'night' ? h >= 6 && h < 12 : h === 12;
  return `${time}${pm ? 'pm' : 'am'}`;
}
