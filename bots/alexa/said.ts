import type { Said } from '../../shared/channel/inbound.ts';
import { type Envelope, type Intent, type Json, objectOf, text } from './envelope.ts';

/** What a request means to us; null for what needs no answer (the session's end, skill events, players' and screens' reports). */
export function saidIn({ type, intent }: Envelope): Said | null {
  if (type === 'LaunchRequest') return { kind: 'event', event: 'welcome' };
  if (type !== 'IntentRequest' || !intent) return null;
  return builtIn.get(intent.name) ?? fromIntent(intent);
}

/** Amazon: "Standard Built-in Intents". What isn't here goes on under its name. */
const builtIn: ReadonlyMap<string, Said> = new Map<string, Said>([
  ['AMAZON.HelpIntent', { kind: 'text', text: 'help' }],
  ['AMAZON.StopIntent', { kind: 'event', event: 'stop' }],
  ['AMAZON.CancelIntent', { kind: 'event', event: 'stop' }],
  ['AMAZON.NavigateHomeIntent', { kind: 'event', event: 'stop' }],
  ['AMAZON.FallbackIntent', { kind: 'text', text: '' }],
  ['AMAZON.YesIntent', { kind: 'text', text: 'yes' }],
  ['AMAZON.NoIntent', { kind: 'text', text: 'no' }],
]);

/** Amazon's own intents that a model must name to be told of them. */
export const builtInIntents: readonly string[] = [...builtIn.keys()];

/** The intent whose one slot (AMAZON.SearchQuery) holds a whole command, or the answer to a question. */
export const runCommandIntent = 'RunCommandIntent';

function fromIntent({ name, slots }: Intent): Said {
  const values = slots.flatMap(([slot, content]) => {
    const value = valueIn(content);
    return value === undefined ? [] : [[slot, value] as const];
  });
  if (name === runCommandIntent) return { kind: 'text', text: values[0]?.[1] ?? '' };
  return { kind: 'intent', intent: name, slots: Object.fromEntries(values) };
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
