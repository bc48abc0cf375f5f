const lists = {
  weekdays: [
    'monday tuesday wednesday thursday friday saturday sunday',
    'montag dienstag mittwoch donnerstag freitag samstag sonntag',
    'mon tue wed thu fri sat sun',
    'mo di mi do fr sa so',
    'mondays tuesdays wednesdays thursdays fridays saturdays sundays',
    'montags dienstags mittwochs donnerstags freitags samstags sonntags',
    '- tues - thurs - sonnabend -',
  ],
  months: [
    'january february march april may june july august september october november december',
    'januar februar märz april mai juni juli august september oktober november dezember',
    'jan feb mar apr may jun jul aug sep oct nov dec',
    'jänner - mär - - - - - sept okt - dez',
  ],
  ordinals: ['first second third fourth fifth', 'ersten zweiten dritten vierten fünften', 'erster zweiter dritter vierter fünfter'],
};

const indexed = (lines: readonly string[]): ReadonlyMap<string, number> =>
  new Map(lines.flatMap((line) => line.split(' ').map((word, i) => [word, i + 1] as const)));

/** Names of weekdays in English and German, Monday is 1 (ISO 8601). */
export const weekdays = indexed(lists.weekdays);
/** Names of months, January is 1. */
export const months = indexed(lists.months);

/** "1st", "1.", "first", "ersten", "31" → the day of a month, or undefined. */
export function dayOfMonth(word: string): number | undefined {
  const digits = /^(\d{1,2})(?:st|nd|rd|th|\.)?$/.exec(word)?.[1];
  const day = digits === undefined ? ordinals.get(word) : Number(digits);
  return day !== undefined && day >= 1 && day <= 31 ? day : undefined;
}

const ordinals = indexed(lists.ordinals);
/** "first" → 1; "last" is -1. */
export const ordinal = (word: string): number | undefined =>
  /^(last|letzten|letzter)$/.test(word) ? -1 : (ordinals.get(word) ?? (/^\d(st|nd|rd|th|\.)$/.test(word) ? dayOfMonth(word) : undefined));
