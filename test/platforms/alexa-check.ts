import { ssmlFaults } from './ssml.ts';

/** What Amazon's pages allow in a response: written down a second time, apart from the product's own numbers, so that one checks the other. */
const speechCharsMax = 8_000;
const cardCharsMax = 8_000;
const imageUrlCharsMax = 2_000;
const responseBytesMax = 24 * 1024;

type Json = Readonly<Record<string, unknown>>;
const objectOf = (value: unknown): Json | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : undefined;

/** What Alexa would refuse or say wrong in a response to a request of this type; empty when nothing. */
export function responseFaults(body: string, requestType: string): string[] {
  const faults: string[] = [];
  const bytes = Buffer.byteLength(body);
  if (bytes >= responseBytesMax) faults.push(`the response has ${bytes} bytes`);
  const envelope = parsed(body);
  const response = objectOf(envelope?.response);
  if (!envelope || !response) return [...faults, 'the response is no JSON object with a `response`'];
  if (envelope.version !== '1.0') faults.push('`version` is not "1.0"');

  const speaks = requestType === 'LaunchRequest' || requestType === 'IntentRequest';
  const open = response.shouldEndSession === false;
  if (!speaks && (response.outputSpeech || response.card || response.reprompt))
    faults.push(`a ${requestType} can't be answered with speech or a card`);
  if (!speaks) return faults;
  faults.push(...speechFaults('outputSpeech', response.outputSpeech), ...cardFaults(response.card));
  if (typeof response.shouldEndSession !== 'boolean') faults.push('`shouldEndSession` is missing: the session would hang open on some devices');
  if (response.reprompt !== undefined) {
    faults.push(...speechFaults('reprompt', objectOf(response.reprompt)?.outputSpeech));
    if (!open) faults.push('a reprompt, and the session ends');
  } else if (open) faults.push('the session stays open without a reprompt');
  if (envelope.sessionAttributes !== undefined && !objectOf(envelope.sessionAttributes)) faults.push('the session attributes are no object');
  if (envelope.sessionAttributes !== undefined && !open) faults.push('attributes of a session that ends');
  for (const directive of Array.isArray(response.directives) ? response.directives : []) faults.push(...directiveFaults(objectOf(directive), open));
  return faults;
}

/** "Dialog Interface Reference": of the directives those that ask for a slot, which is one of the intent they change to, or whether an intent should be done; and someone must be listening. */
function directiveFaults(directive: Json | undefined, open: boolean): string[] {
  const asks = directive?.type === 'Dialog.ElicitSlot';
  if (!directive || !(asks || directive.type === 'Dialog.ConfirmIntent')) return [`a directive ${String(directive?.type)}, which nobody here sends`];
  const intent = objectOf(directive.updatedIntent);
  const slots = objectOf(intent?.slots);
  const slot = typeof directive.slotToElicit === 'string' ? objectOf(slots?.[directive.slotToElicit]) : undefined;
  return [
    ...(open ? [] : ['something is asked for, and the session ends']),
    ...(intent && typeof intent.name === 'string' && !intent.name.startsWith('AMAZON.') ? [] : ['it is asked for of no intent of ours']),
    ...(!asks || slot?.name === directive.slotToElicit ? [] : ['the slot that is asked for is none of its intent']),
  ];
}

function speechFaults(where: string, value: unknown): string[] {
  const speech = objectOf(value);
  if (!speech) return [`${where} is missing`];
  if (speech.type !== 'SSML' || typeof speech.ssml !== 'string') return [`${where} is no SSML`];
  const words = speech.ssml.replace(/<[^>]*>/g, '');
  return [
    ...(speech.ssml.length > speechCharsMax ? [`${where} has ${speech.ssml.length} characters`] : []),
    ...(words.trim() === '' ? [`${where} says nothing`] : []),
    ...(/:\/\//.test(words) ? [`${where} reads an address aloud`] : []),
    ...ssmlFaults(speech.ssml).map((fault) => `${where}: ${fault}`),
  ];
}

function cardFaults(value: unknown): string[] {
  if (value === undefined) return [];
  const card = objectOf(value);
  if (card?.type !== 'Simple' && card?.type !== 'Standard') return ['the card is neither Simple nor Standard'];
  const body = card.type === 'Simple' ? card.content : card.text;
  if (typeof card.title !== 'string' || typeof body !== 'string') return ['the card lacks its title or text'];
  const image = objectOf(card.image);
  const urls = [image?.smallImageUrl, image?.largeImageUrl].filter((url) => url !== undefined);
  const chars = [card.title, body, ...urls].reduce((sum: number, part) => sum + String(part).length, 0);
  return [
    ...(chars > cardCharsMax ? [`the card has ${chars} characters`] : []),
    ...(card.type === 'Simple' && card.image !== undefined ? ['a Simple card has no image'] : []),
    ...urls.flatMap((url) =>
      typeof url === 'string' && url.startsWith('https://') && url.length <= imageUrlCharsMax ? [] : ['an image that Alexa does not load'],
    ),
  ];
}

function parsed(body: string): Json | undefined {
  try {
    return objectOf(JSON.parse(body));
  } catch {
    return undefined;
  }
}
