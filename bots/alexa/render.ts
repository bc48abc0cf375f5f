import type { RenderContext } from '../../shared/channel/channel.ts';
import type { Reply } from '../../shared/reply/reply.ts';
import { shorten } from '../../shared/reply/text.ts';
import { type Card, card, usableImage } from './card.ts';
import { offer, spoken, ssml } from './speech.ts';
import { type Tongue, words } from './words.ts';

/** One reply as Alexa gives it. */
export type VoiceMessage = {
  /** SSML. */
  readonly speech: string;
  /** SSML, said when the person is silent; there exactly while the session stays open. */
  readonly reprompt?: string;
  readonly card?: Card;
  readonly endSession: boolean;
};

const whatNext = 'What would you like me to do?';

/** Reply → one message: a short summary to hear, all of it on a card, its buttons as words to say. A question keeps the session open, and so do welcome and help. */
export function render(reply: Reply, { place, locale, timeZone }: RenderContext): [VoiceMessage] {
  const tongue = { locale, timeZone };
  const listens = reply.asks === true || place.via?.session === 'open';
  const { text, whole } = spoken(reply, tongue);
  const offers = offer(reply, listens, tongue);
  const question = listens ? questionIn(text) : undefined;
  const said = [
    text,
    whole ? undefined : 'The rest is in the Alexa app.',
    pictured(reply, tongue),
    offers,
    listens && !question && !offers ? whatNext : undefined,
  ].filter((part) => part !== undefined);
  return [
    {
      speech: ssml(said.join(' ')),
      ...(listens ? { reprompt: ssml([question ?? whatNext, offers].filter((part) => part !== undefined).join(' ')) } : {}),
      card: card(reply),
      endSession: !listens,
    },
  ];
}

/** The last sentence, when it asks something. */
function questionIn(text: string): string | undefined {
  const start = Math.max(text.lastIndexOf('. '), text.lastIndexOf('! '), text.lastIndexOf('? ')) + 1;
  return text.endsWith('?') ? text.slice(start).trim() : undefined;
}

function pictured(reply: Reply, tongue: Tongue): string | undefined {
  const alt = reply.image && usableImage(reply) ? shorten(words(reply.image.alt, tongue), 100) : '';
  return alt === '' ? undefined : `The Alexa app shows a picture: ${alt}.`;
}
