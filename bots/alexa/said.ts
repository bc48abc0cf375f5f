import type { Said } from '../../shared/channel/inbound.ts';
import { type Asked, askedIn } from './asked.ts';
import { type Envelope, type Intent, type Json, objectOf, text } from './envelope.ts';
import { chosen, type Offers, offersIn } from './offers.ts';

/** What a request means to us; null for what needs no answer (the session's end, skill events, players' and screens' reports). */
export function saidIn({ type, intent, session, attributes }: Envelope): Said | null {
  if (type === 'LaunchRequest') return { kind: 'event', event: 'welcome' };
  if (type !== 'IntentRequest' || !intent) return null;
  const asked = session === 'going on' ? askedIn(attributes) : undefined;
  const answer = asked && answerTo(asked, intent);
  if (answer !== undefined) return { kind: 'text', text: answer };
  if (intent.denied) return stop;
  const offers = session === 'going on' ? offersIn(attributes) : { offers: [] };
  return choice(intent, offers) ?? builtIn.get(intent.name) ?? fromIntent(intent, session);
}

const stop: Said = { kind: 'event', event: 'stop' };

/** Amazon: "Standard Built-in Intents". What isn't here goes on under its name. Help is help, also while a question is open: an intent is never its answer. */
const builtIn: ReadonlyMap<string, Said> = new Map<string, Said>([
  ['AMAZON.HelpIntent', { kind: 'intent', intent: 'HelpIntent', slots: {} }],
  ['AMAZON.StopIntent', stop],
  ['AMAZON.CancelIntent', stop],
  ['AMAZON.NavigateHomeIntent', stop],
  ['AMAZON.FallbackIntent', { kind: 'text', text: '' }],
  ['AMAZON.YesIntent', { kind: 'text', text: 'yes' }],
  ['AMAZON.NoIntent', { kind: 'text', text: 'no' }],
]);

/** Amazon's own intents that a model must name to be told of them. */
export const builtInIntents: readonly string[] = [...builtIn.keys()];

/** The intent whose one slot (AMAZON.SearchQuery) holds a whole command, or the answer to a question. */
export const runCommandIntent = 'RunCommandIntent';
export const commandSlot = 'command';

/**
 * What was offered and is chosen. Alexa hears "forget it" as the intent of `forget {which}`: the words are put together again from the intent's name and its slots.
 * Who is offered something and says no is done.
 */
function choice({ name, slots }: Intent, offers: Offers): Said | undefined {
  if (offers.offers.length === 0) return undefined;
  if (name === 'AMAZON.NoIntent') return stop;
  const yes = name === 'AMAZON.YesIntent' && offers.yes !== undefined ? offers.offers[offers.yes]?.[1] : undefined;
  const values = slots.flatMap(([, content]) => valueIn(content) ?? []);
  const named = name.replace(/Intent$/, '').replace(/(?<=[a-z])(?=[A-Z])/g, ' ');
  const token = yes ?? (name === runCommandIntent ? chosen(values.join(' '), offers) : chosen([named, ...values].join(' '), offers));
  return token === undefined ? undefined : { kind: 'action', token };
}

/** The words that answer what was asked: a yes or a no, or the one slot that was asked for. Whoever fills others too says a command of their own. */
function answerTo({ intent, slot, yesNo }: Asked, heard: Intent): string | undefined {
  if (yesNo && (heard.name === 'AMAZON.YesIntent' || heard.name === 'AMAZON.NoIntent')) return heard.name === 'AMAZON.YesIntent' ? 'yes' : 'no';
  if (heard.name !== intent) return undefined;
  if (yesNo && (heard.confirmed || heard.denied)) return heard.confirmed ? 'yes' : 'no';
  const filled = heard.slots.flatMap(([name, content]) => (valueIn(content) === undefined ? [] : [[name, valueIn(content)] as const]));
  const [only, second] = filled;
  return only && !second && only[0] === slot ? only[1] : undefined;
}

/** A whole command that opens a session is one: no answer to a question that an earlier session left. */
function fromIntent({ name, slots }: Intent, session: Envelope['session']): Said {
  const values = slots.flatMap(([slot, content]) => {
    const value = valueIn(content);
    return value === undefined ? [] : [[slot, value] as const];
  });
  if (name !== runCommandIntent) return { kind: 'intent', intent: name, slots: Object.fromEntries(values) };
  return { kind: 'text', text: values[0]?.[1] ?? '', ...(session === 'new' ? { explicit: true } : {}) };
}

const valueMax = 1_000;

/** What a slot holds: of a list its members, joined by `, `. Undefined while it is empty. */
function valueIn(slot: Json): string | undefined {
  const list = objectOf(slot.slotValue);
  if (list?.type === 'List' && Array.isArray(list.values)) {
    const members = list.values.slice(0, 100).flatMap((member) => one(objectOf(member)) ?? []);
    if (members.length) return members.join(', ').slice(0, valueMax);
  }
  return one(slot) ?? one(list);
}

/** The canonical name where Alexa knew the word (ER_SUCCESS_MATCH), else the word as spoken. `?` is Alexa's "not heard". */
function one(value: Json | undefined): string | undefined {
  const authorities = objectOf(value?.resolutions)?.resolutionsPerAuthority;
  for (const authority of Array.isArray(authorities) ? authorities.slice(0, 10) : []) {
    const { status, values } = objectOf(authority) ?? {};
    if (objectOf(status)?.code !== 'ER_SUCCESS_MATCH' || !Array.isArray(values)) continue;
    const name = text(objectOf(objectOf(values[0])?.value)?.name, valueMax);
    if (name !== undefined) return name;
  }
  const spoken = text(value?.value, valueMax);
  return spoken === '?' ? undefined : spoken;
}
