import type { Reply } from '../../shared/reply/reply.ts';
import { type Tongue, words } from './aloud.ts';
import { jsonBytes, shares } from './limits.ts';
import { alike, type Offer, offersMax } from './offers.ts';
import { speak } from './words/speak.ts';

/** Words of one offer; nobody says more. */
const charsMax = 80;
/** Said at once; nobody remembers more. */
const spokenMax = 3;

/** The buttons of a reply as words to say, each with its token: as many as fit the session's attributes. */
export function offersOf({ actions = [] }: Reply, tongue: Tongue, token: (index: number) => string): Offer[] {
  const offers: Offer[] = [];
  for (const [index, { label }] of actions.slice(0, offersMax).entries()) {
    const said = words(label, tongue).replace(/[.!?…]+$/, '');
    if (said === '' || said.length > charsMax) continue;
    const offer: Offer = [said.replace(/^\p{Lu}(?=\p{Ll})/u, (first) => first.toLowerCase()), token(index)];
    if (jsonBytes([...offers, offer]) > shares.offersBytes) break;
    offers.push(offer);
  }
  return offers;
}

/** What is left to offer: nothing where the question itself names some, and none of what the text has said already. */
export function unsaid(offers: readonly Offer[], text: string, question: string | undefined): readonly Offer[] {
  return offers.some((offer) => names(question ?? '', offer)) ? [] : offers.filter((offer) => !names(text, offer));
}

/** The one offer that a question names, by its place in the list. */
export function onlyNamed(question: string | undefined, offers: readonly Offer[]): number | undefined {
  const named = question === undefined ? [] : [...offers.keys()].filter((index) => names(question, offers[index]));
  return named.length === 1 ? named[0] : undefined;
}

/** "You can say: check again, or watch it."; undefined without any. */
export function offerSentence(offers: readonly Offer[], locale: string): string | undefined {
  const say = speak(locale);
  const said = offers.slice(0, spokenMax).map(([offer]) => offer);
  const more = offers.length - said.length;
  const listed = more > 0 ? [...said, say.moreInApp(more)] : said;
  const last = listed.at(-1);
  if (last === undefined) return undefined;
  return `${say.canSay}: ${listed.length === 1 ? last : `${listed.slice(0, -1).join(', ')}, ${say.or} ${last}`}.`;
}

/** Whether a text has the words of an offer, one after the other. */
function names(text: string, offer: Offer | undefined): boolean {
  const words = alike(offer?.[0] ?? '');
  return words !== '' && ` ${alike(text)} `.includes(` ${words} `);
}
