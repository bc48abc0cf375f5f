// This one file of the SDK needs no other: it is all that an answer takes, and the accept path never loads it.

import { ResponseFactory } from 'ask-sdk-core/dist/response/ResponseFactory.js';
import type { Intent, ResponseEnvelope } from 'ask-sdk-model';
import type { HttpAnswer, Message } from '../../shared/channel/channel.ts';
import type { Inbound } from '../../shared/channel/inbound.ts';
import { askedIn } from './asked.ts';
import type { Card } from './card.ts';
import { objectOf } from './envelope.ts';
import { alexaLimits, jsonBytes, shares } from './limits.ts';
import { offersIn } from './offers.ts';
import type { VoiceMessage } from './render.ts';
import { commandSlot, runCommandIntent } from './said.ts';
import { ssml } from './speech.ts';
import { speak } from './words/speak.ts';

/**
 * The HTTP response from what `render` made: the speech of all messages in a row, what may be said next, the card and the session's state of the last. Below 24 KB.
 * An open session remembers what it offered; where the skill's model allows, Alexa is told to take whatever words come next.
 */
export function respond(
  messages: readonly Message[],
  { said, place, locale = 'en' }: Pick<Inbound, 'said' | 'place' | 'locale'>,
  state: 'answered' | 'later',
): HttpAnswer {
  const say = speak(locale);
  const voiced = messages.flatMap((message) => voiceMessage(message) ?? []);
  const last = voiced.at(-1);
  if (!last) {
    const stopped = said.kind === 'event' && said.event === 'stop';
    return answer({ speech: ssml(stopped ? say.goodbye : state === 'later' ? say.later : say.done), endSession: true }, false);
  }
  // AMAZON.FallbackIntent: Alexa heard something, and brings no words of it.
  const unheard = said.kind === 'text' && said.text === '' ? [ssml(say.notHeard)] : [];
  const speech = joined([...unheard, ...voiced.map((one) => one.speech)]);
  // What comes later is no answer to go on from: whoever opened the session opens it again.
  if (state === 'later') return answer({ speech, ...(last.card ? { card: last.card } : {}), endSession: true }, false);
  return answer({ ...last, speech }, place.via?.dialogs === 'yes', place.via?.intent);
}

/** What a person hears when their request could not be kept. */
export function busy({ locale = 'en' }: Pick<Inbound, 'locale'>): HttpAnswer {
  return answer({ speech: ssml(speak(locale).tooBusy), endSession: true }, false);
}

/** `render` keeps each part small enough; a card from elsewhere that is too large is left out rather than all refused. */
function answer(message: VoiceMessage, dialogs: boolean, model = ''): HttpAnswer {
  const { speech, next, reprompt, card, endSession, offers, yes, asked } = message;
  const response = ResponseFactory.init().speak(next === undefined ? speech : `<speak>${inner(speech)} ${inner(next)}</speak>`);
  if (card?.imageUrl) response.withStandardCard(card.title, card.text, card.imageUrl, card.imageUrl);
  else if (card) response.withSimpleCard(card.title, card.text);
  if (reprompt) response.reprompt(reprompt);
  if (dialogs && !endSession) {
    const intent = intentIn(model);
    if (asked?.intent === undefined || asked.intent !== intent.name) response.addElicitSlotDirective(commandSlot, anyCommand);
    else if (asked.slot !== undefined) response.addElicitSlotDirective(asked.slot, intent);
    else response.addConfirmIntentDirective(intent);
  }
  const envelope: ResponseEnvelope = {
    version: '1.0',
    ...(endSession
      ? {}
      : {
          sessionAttributes: {
            ...(offers?.length ? { offers } : {}),
            ...(yes === undefined ? {} : { yes }),
            ...(asked === undefined ? {} : { asked }),
          },
        }),
    response: response.withShouldEndSession(endSession).getResponse(),
  };
  const body = JSON.stringify(envelope);
  if (card && Buffer.byteLength(body) > alexaLimits.responseBytes) {
    const { card: _, ...rest } = message;
    return answer(rest, dialogs, model);
  }
  return { status: 200, headers: { 'content-type': 'application/json;charset=UTF-8' }, body };
}

/** Amazon: "Dialog Interface Reference", ElicitSlot: the next words fill this slot, whatever they are; another intent that fits them better still wins. */
const anyCommand: Intent = {
  name: runCommandIntent,
  confirmationStatus: 'NONE',
  slots: { [commandSlot]: { name: commandSlot, confirmationStatus: 'NONE' } },
};

/** An intent with all its slots empty: what is filled now is the answer, and nothing else. */
function intentIn(model: string): Intent {
  const [name = '', ...slots] = model.split(' ');
  return { name, confirmationStatus: 'NONE', slots: Object.fromEntries(slots.map((slot) => [slot, { name: slot, confirmationStatus: 'NONE' }])) };
}

/** The last speeches whose sum fits: a later one replaces what came before. */
function joined(speeches: readonly string[]): string {
  let all = '';
  for (const speech of [...speeches].reverse()) {
    const next = `${inner(speech)} ${all}`.trim();
    if (all !== '' && jsonBytes(next) > shares.speechBytes) break;
    all = next;
  }
  return `<speak>${all}</speak>`;
}

const inner = (speech: string) => speech.slice('<speak>'.length, -'</speak>'.length);

/** Reads back what `render` made: it may have been stored in between. */
function voiceMessage({ speech, next, reprompt, card, endSession, offers, yes, asked }: Message): VoiceMessage | undefined {
  if (!isSpeech(speech)) return undefined;
  const shown = cardIn(card);
  const open = endSession === false;
  const question = askedIn({ asked });
  return {
    speech,
    ...(open && isSpeech(next) ? { next } : {}),
    ...(open && isSpeech(reprompt) ? { reprompt } : {}),
    ...(shown ? { card: shown } : {}),
    endSession: !open,
    ...(open ? offersIn({ offers, yes }) : {}),
    ...(open && question ? { asked: question } : {}),
  };
}

const isSpeech = (value: unknown): value is string => typeof value === 'string' && value.startsWith('<speak>') && value.endsWith('</speak>');

function cardIn(value: unknown): Card | undefined {
  const { title, text, imageUrl } = objectOf(value) ?? {};
  if (typeof title !== 'string' || typeof text !== 'string') return undefined;
  return { title, text, ...(typeof imageUrl === 'string' ? { imageUrl } : {}) };
}
