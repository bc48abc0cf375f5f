// This one file of the SDK needs no other: it is all that an answer takes, and the accept path never loads it.
import { ResponseFactory } from 'ask-sdk-core/dist/response/ResponseFactory.js';
import type { ResponseEnvelope } from 'ask-sdk-model';
import type { HttpAnswer, Message } from '../../shared/channel/channel.ts';
import type { Inbound } from '../../shared/channel/inbound.ts';
import type { Card } from './card.ts';
import { objectOf } from './envelope.ts';
import { alexaLimits, jsonBytes, shares } from './limits.ts';
import type { VoiceMessage } from './render.ts';
import { ssml } from './speech.ts';

const done = 'Done.';
const goodbye = 'Goodbye.';
const later = 'This takes a little longer. I keep the answer for you. To hear it, open me again in a moment and say: what was the answer.';
const tooBusy = 'I have too much to do right now, and did not keep your request. Please ask again in a minute.';

/** The HTTP response from what `render` made: the speech of all messages in a row, the card and the session's state of the last. Below 24 KB. */
export function respond(messages: readonly Message[], { said }: Pick<Inbound, 'said'>, state: 'answered' | 'later'): HttpAnswer {
  const voiced = messages.flatMap((message) => voiceMessage(message) ?? []);
  const last = voiced.at(-1);
  if (!last) {
    const stopped = said.kind === 'event' && said.event === 'stop';
    return answer({ speech: ssml(stopped ? goodbye : state === 'later' ? later : done), endSession: true });
  }
  return answer({ ...last, speech: joined(voiced.map(({ speech }) => speech)) });
}

/** What a person hears when their request could not be kept. */
export function busy(): HttpAnswer {
  return answer({ speech: ssml(tooBusy), endSession: true });
}

/** `render` keeps each part small enough; a card from elsewhere that is too large is left out rather than all refused. */
function answer({ speech, reprompt, card, endSession }: VoiceMessage): HttpAnswer {
  const response = ResponseFactory.init().speak(speech);
  if (card?.imageUrl) response.withStandardCard(card.title, card.text, card.imageUrl, card.imageUrl);
  else if (card) response.withSimpleCard(card.title, card.text);
  if (reprompt) response.reprompt(reprompt);
  const envelope: ResponseEnvelope = { version: '1.0', response: response.withShouldEndSession(endSession).getResponse() };
  const body = JSON.stringify(envelope);
  if (card && Buffer.byteLength(body) > alexaLimits.responseBytes) return answer({ speech, endSession, ...(reprompt ? { reprompt } : {}) });
  return { status: 200, headers: { 'content-type': 'application/json;charset=UTF-8' }, body };
}

/** The last speeches whose sum fits: a later one replaces what came before. */
function joined(speeches: readonly string[]): string {
  let inner = '';
  for (const speech of [...speeches].reverse()) {
    const next = `${speech.slice('<speak>'.length, -'</speak>'.length)} ${inner}`.trim();
    if (inner !== '' && jsonBytes(next) > shares.speechBytes) break;
    inner = next;
  }
  return `<speak>${inner}</speak>`;
}

/** Reads back what `render` made: it may have been stored in between. */
function voiceMessage({ speech, reprompt, card, endSession }: Message): VoiceMessage | undefined {
  if (typeof speech !== 'string' || !speech.startsWith('<speak>') || !speech.endsWith('</speak>')) return undefined;
  const shown = cardIn(card);
  return {
    speech,
    ...(typeof reprompt === 'string' ? { reprompt } : {}),
    ...(shown ? { card: shown } : {}),
    endSession: endSession !== false,
  };
}

function cardIn(value: unknown): Card | undefined {
  const { title, text, imageUrl } = objectOf(value) ?? {};
  if (typeof title !== 'string' || typeof text !== 'string') return undefined;
  return { title, text, ...(typeof imageUrl === 'string' ? { imageUrl } : {}) };
}
