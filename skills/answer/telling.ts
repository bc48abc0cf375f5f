import { type Reply, reply } from '../../shared/reply/reply.ts';
import { plain, type Span, shorten, spansOf } from '../../shared/reply/text.ts';
import { sayWhen } from '../../shared/time/sayWhen.ts';
import type { Told } from './kept.ts';

/** What a reply that tells what was kept is about: told later still, it brings its own words for when that was. */
export const toldKept = 'kept';

/** Characters that a voice says of one of several. */
const eachMax = 200;

interface Hearer {
  readonly locale: string;
  readonly timeZone: string;
  readonly now: number;
}

/** What was kept, as one reply: one thing whole, with its buttons and when it was; several as a list. `lead` stands before it: "While you were away". */
export function telling(told: readonly Told[], lead: string, { timeZone, locale, now }: Hearer): Reply {
  const said = (at: number) => sayWhen(at, timeZone, now, locale);
  const [only, second] = told;
  if (only && !second && only.replies.length === 1 && only.replies[0]) {
    const [one] = only.replies;
    if (one.about === toldKept) return one;
    const when = `${lead}, ${said(only.at)}: `;
    return { ...one, text: [when, ...spansOf(one.text)], ...(one.speech === undefined ? {} : { speech: when + one.speech }), about: toldKept };
  }
  const lines = told.flatMap(({ at, replies }) => replies.map((one) => ({ when: upper(said(at)), one })));
  return reply([`${lead}:`, ...lines.flatMap(({ when, one }): Span[] => [`\n${when}: `, ...spansOf(one.text)])], {
    speech: `${lead}. ${lines.map(({ when, one }) => `${when}: ${ended(shorten(wordsOf(one), eachMax))}`).join(' ')}`,
    about: toldKept,
  });
}

/** Characters that a voice says of it. */
export const spokenLength = (reply: Reply) => Math.min(eachMax, wordsOf(reply).length);

const wordsOf = (reply: Reply) => reply.speech ?? plain(reply.text);
const upper = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);
const ended = (words: string) => (/[.!?…]$/.test(words) ? words : `${words}.`);
