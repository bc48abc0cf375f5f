import type { RenderContext } from '../../shared/channel/channel.ts';
import type { Reply } from '../../shared/reply/reply.ts';
import { shorten } from '../../shared/reply/text.ts';
import { type Tongue, words } from './aloud.ts';
import { type Asked, askedOf } from './asked.ts';
import { type Card, card, usableImage } from './card.ts';
import { offerSentence, offersOf, onlyNamed, unsaid } from './offered.ts';
import type { Offers } from './offers.ts';
import { spoken, ssml } from './speech.ts';
import { speak } from './words/speak.ts';

/** One reply as Alexa gives it. */
export type VoiceMessage = {
  /** SSML. */
  readonly speech: string;
  /** SSML, said after it when nothing follows: what the person may say next. */
  readonly next?: string;
  /** SSML, said when the person is silent; there exactly while the session stays open. */
  readonly reprompt?: string;
  readonly card?: Card;
  readonly endSession: boolean;
  /** What the question asks for, where Alexa can listen for that. */
  readonly asked?: Asked;
} & Partial<Offers>;

/**
 * Reply → one message: a short summary to hear, all of it on a card, its buttons as words to say. A question keeps the session open, and so do welcome and help, and
 * buttons in a session that goes on; whoever asks one thing in one breath is not kept, and offered nothing that a next session wouldn't know.
 */
export function render(reply: Reply, { place, locale, timeZone, token }: RenderContext): [VoiceMessage] {
  const tongue = { locale, timeZone };
  const say = speak(locale);
  const session = place.via?.session;
  const offers = offersOf(reply, tongue, token);
  const listens = reply.asks === true || session === 'open' || (session === 'going on' && offers.length > 0);
  const { text, whole } = spoken(reply, tongue);
  const said = [text, whole ? undefined : say.restInApp, pictured(reply, tongue)].filter((part) => part !== undefined);
  if (!listens) return [{ speech: ssml(said.join(' ')), card: card(reply, [], locale), endSession: true }];
  const question = questionIn(text);
  const yes = onlyNamed(question, offers);
  const asked = askedOf(reply.asksFor, place.via?.intent);
  const offered = offerSentence(unsaid(offers, text, question), locale);
  const next = offered ?? (question ? undefined : say.whatNext);
  return [
    {
      speech: ssml(said.join(' ')),
      ...(next === undefined ? {} : { next: ssml(next) }),
      reprompt: ssml([question ?? (offered ? undefined : say.whatNext), offered].filter((part) => part !== undefined).join(' ')),
      card: card(reply, offers, locale),
      endSession: false,
      ...(offers.length > 0 ? { offers } : {}),
      ...(yes === undefined ? {} : { yes }),
      ...(asked === undefined ? {} : { asked }),
    },
  ];
}

/** From the last sentence that asks something to the end: a question, and the examples after it. */
function questionIn(text: string): string | undefined {
  const mark = text.lastIndexOf('?');
  const before = text.slice(0, Math.max(0, mark));
  return mark < 0 ? undefined : text.slice(Math.max(before.lastIndexOf('. '), before.lastIndexOf('! '), before.lastIndexOf('? ')) + 1).trim();
}

function pictured(reply: Reply, tongue: Tongue): string | undefined {
  const alt = reply.image && usableImage(reply) ? shorten(words(reply.image.alt, tongue), 100) : '';
  return alt === '' ? undefined : speak(tongue.locale).pictured(alt);
}
