import { dayAfter, type WallTime } from '../../../time/zoned.ts';
import type { Rule } from './rewrite.ts';

const month = 'jan|feb|mar|mär|apr|may|mai|jun|jul|aug|sep|oct|okt|nov|dec|dez';
const germanMonth = 'januar|jänner|februar|feber|märz|mär|mai|juni|juli|oktober|okt|dezember|dez';
const germanDay = '(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch';
const time = '\\d{1,2}(?::\\d{2}|\\s?uhr)';
const before = '(?<![\\p{L}\\d.])';
const after = '(?![\\p{L}\\d])';
const rule = (pattern: string, make: Rule[1]): Rule => [new RegExp(pattern, 'giu'), make];

/** Days as they are written and said, as dates or in the words the reader knows. Dots are German, whoever writes them: day before month. */
export const dayRules: readonly Rule[] = [
  // In "sit in the sun at 9" no day is named.
  rule(`(?<!\\p{L})(the|a|my|our|your)\\s{1,3}(?:sun|sat|wed|may|mar|march)${after}`, ([, word]) => `${word} thing`),
  rule(`${before}(?:the\\s{1,3})?day after tomorrow${after}`, (_, today) => isoDate(dayAfter(today, 2))),
  rule(`${before}(\\d{1,2})\\.\\s?(\\d{1,2})\\.\\s?(\\d{4})${after}`, ([, day, inYear, year]) =>
    exactDate(Number(year), Number(inYear), Number(day)),
  ),
  rule(`${before}(\\d{1,2})\\.(\\d{1,2})\\.(\\d{2})(?![\\d:.])`, ([, day, inYear, year]) =>
    exactDate(2_000 + Number(year), Number(inYear), Number(day)),
  ),
  rule(`${before}(\\d{1,2})\\.\\s?(\\d{1,2})\\.(?!\\d)`, ([, day, inYear], today) => nextDate(Number(day), Number(inYear), today)),
  // Without its last dot it could be a number: only where something says that it is a date.
  rule(`((?<![\\p{L}])(?:am|on|den|vom|der|by)\\s{1,3})(\\d{1,2})\\.(\\d{1,2})(?![\\d:.])`, ([, lead = '', day, inYear], today) => {
    const date = nextDate(Number(day), Number(inYear), today);
    return date && `${lead}${date}`;
  }),
  rule(`${before}(\\d{1,2})\\.(\\d{1,2})(?=,?\\s{1,3}(?:(?:um|at)\\s{1,3}\\d|${time}))`, ([, day, inYear], today) =>
    nextDate(Number(day), Number(inYear), today),
  ),
  rule('^(\\d{1,2})\\.(\\d{1,2})$', ([, day, inYear], today) => nextDate(Number(day), Number(inYear), today)),
  rule(`\\b(?:on )?the (\\d{1,2})(?:st|nd|rd|th)\\b(?!\\s{1,3}(?:of\\s{1,3})?(?:${month}))`, ([, day], today) =>
    nextDate(Number(day), undefined, today),
  ),
  rule(`(?<![\\p{L}])am (\\d{1,2})\\.(?=\\s{1,3}um\\s|$)`, ([, day], today) => nextDate(Number(day), undefined, today)),
  rule(`${before}29(?:\\.|th)?\\s{1,3}(?:of\\s{1,3})?(?:feb(?:ruary?|er)?\\.?)(?!\\p{L}|,?\\s{1,3}\\d{4})`, (_, today) => nextDate(29, 2, today)),
  rule(`${before}feb(?:ruary)?\\s{1,3}29(?:th)?(?!\\d|,?\\s{1,3}\\d{4})`, (_, today) => nextDate(29, 2, today)),
  rule(`${before}(\\d{1,2})\\s{1,3}(?=(?:${germanMonth})${after})`, ([, day]) => `${day}. `),
  rule(`${before}(\\d{1,2})\\s{1,3}(?=(?:april|august|september|november)\\s{1,3}um${after})`, ([, day]) => `${day}. `),
  rule(`(?<![\\p{L}])sonnabend`, () => 'Samstag'),
  rule(`(?<![\\p{L}])kommende[nrsm]?\\s{1,3}(${germanDay})${after}`, ([, day]) => day ?? null),
  rule(`(?<![\\p{L}])(${germanDay})(?=(?:vormittag|nachmittag|mittag|abend|nacht)${after})`, ([, day]) => `${day} `),
  rule(
    `(?<![\\p{L}])(übermorgen|morgen|${germanDay})\\s{1,3}früh(?:\\s{1,3}(um\\s))?${after.replace('\\d', '')}`,
    ([, day, at]) => `${day} um ${at ? '' : '09:00'}`,
  ),
  rule(`(?<![\\p{L}])me(s?)z${after}`, ([, summer]) => (summer ? 'CEST' : 'CET')),
];

const isoDate = ({ year, month, day }: Pick<WallTime, 'year' | 'month' | 'day'>) =>
  `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;

const daysIn = (year: number, inYear: number) => new Date(Date.UTC(year, inYear, 0)).getUTCDate();

function exactDate(year: number, inYear: number, day: number): string | null {
  return inYear < 1 || inYear > 12 || day < 1 || day > daysIn(year, inYear) ? null : isoDate({ year, month: inYear, day });
}

/** The next day of that number (and month), today included, as YYYY-MM-DD; null when no month has it. */
function nextDate(day: number, inYear: number | undefined, today: WallTime): string | null {
  // Over eight years: from one 29 February to the next may be that long.
  for (let ahead = 0; ahead <= 97; ahead++) {
    const index = today.month - 1 + ahead;
    const [year, monthOfYear] = [today.year + Math.floor(index / 12), (index % 12) + 1];
    if (inYear !== undefined && monthOfYear !== inYear) continue;
    if (ahead === 0 && day < today.day) continue;
    const date = exactDate(year, monthOfYear, day);
    if (date) return date;
  }
  return null;
}
