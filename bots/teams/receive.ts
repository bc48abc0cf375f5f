import { hash } from 'node:crypto';
import type { HttpAnswer, Receive, Received, Route } from '../../shared/channel/channel.ts';
import type { Clock } from '../../shared/clock.ts';
import type { Form } from '../../shared/reply/form.ts';
import { type Activity, activityOf } from './activity.ts';
import { notOurs, pressed, refreshed, refused, taken, unknownInvoke } from './answer.ts';
import { answersInOurChat, type Chosen, chosenIn, dialogOf, fetchTask, filledIn, submitAction } from './extension.ts';
import { inboundOf, placeParts, userOf } from './inbound.ts';
import { sizes } from './limits.ts';
import { mentionsUs, wordsOf } from './mention.ts';
import { presses } from './presses.ts';
import { serviceUrls as allowServiceUrls } from './serviceUrl.ts';
import { submissionIn } from './submitted.ts';
import { type TokenOptions, type Verified, verifyToken } from './token.ts';
import { viewIn } from './view.ts';

export const messagesPath = '/api/messages';
export const teamsRoutes: readonly Route[] = [{ method: 'POST', path: messagesPath, types: ['application/json'] }];

export interface ReceiveOptions extends TokenOptions {
  /** Origins that a service URL may have. */
  readonly serviceUrls: readonly string[];
}

/**
 * What Teams sends to /api/messages, believed only after its token, and after what the body says agrees with the token: the service URL, one of those allowed, and the channel.
 * Answers without waiting when the token was seen before.
 */
export function teamsReceive(options: ReceiveOptions): Receive {
  const verify = verifyToken(options);
  const serviceUrl = allowServiceUrls(options.serviceUrls);
  const tools: Tools = { clock: options.clock, press: presses(options.clock) };

  function parse(verified: Verified, body: Buffer): Received {
    const activity = activityFrom(body);
    if (!activity) return refused('malformed');
    if (activity.channelId !== 'msteams') return refused('wrong_channel');
    if (verified.endorsements.length > 0 && !verified.endorsements.includes('msteams')) return refused('not_endorsed');
    const allowed = serviceUrl(activity.serviceUrl);
    if (allowed === null || serviceUrl(verified.serviceUrl) !== allowed) return refused('wrong_service_url');
    return received(activity, tools);
  }

  return ({ headers, body }) => {
    const checked = verify(headers.authorization);
    if (checked instanceof Promise) return checked.then((result) => (result.ok ? parse(result, body) : refused(result.reason)));
    return checked.ok ? parse(checked, body) : refused(checked.reason);
  };
}

interface Tools {
  readonly clock: Clock;
  readonly press: ReturnType<typeof presses>;
}

function activityFrom(body: Buffer): Activity | null {
  try {
    return activityOf(JSON.parse(body.toString('utf8')));
  } catch {
    return null; // Not JSON: as good as no activity.
  }
}

const nothing: Received = { kind: 'nothing', ack: taken };

function received(activity: Activity, tools: Tools): Received {
  switch (activity.type) {
    case 'message':
      return message(activity, tools);
    case 'messageUpdate':
      return activity.event === 'editmessage' && activity.text ? message(activity, tools) : nothing;
    case 'invoke':
      return invoked(activity, tools);
    case 'conversationUpdate':
      return activity.membersAdded.includes(activity.recipient.id) ? welcome(activity, tools) : nothing;
    case 'installationUpdate':
      return activity.action === 'add' ? welcome(activity, tools) : nothing;
    default:
      return nothing; // Typing, reactions, deletions, events: nothing that asks us for something.
  }
}

/** What was written, at first or by an edit. An edit has the id of the message: the words tell it apart, and one that leaves them as they were is no news. */
function message(activity: Activity, tools: Tools): Received {
  const { from, id, conversation } = activity;
  if (!from || !id) return refused('malformed');
  // Bots, ourselves among them, have ids that begin with 28: (people's with 29:).
  if (from.id === activity.recipient.id || from.role === 'bot' || from.id.startsWith('28:')) return nothing;
  const token = activity.value?.bellhop;
  if (typeof token === 'string') return isToken(token) ? press(activity, tools, { id, token, ack: taken }) : nothing;
  const form = submissionIn(activity.value);
  // One without a question is a dialog's, which comes as an invoke.
  if (form?.question !== undefined) {
    const one = inboundOf(activity, tools.clock, { key: `form:${id}@${conversation.id}`, message: activity.replyToId, said: form });
    return { kind: 'inbound', inbound: [one], ack: taken };
  }
  if (conversation.type !== 'personal' && !mentionsUs(activity)) return nothing;
  // A card of someone else's making: no words, and no token of ours.
  if (activity.value && !activity.text?.trim()) return nothing;
  const text = wordsOf(activity);
  const key = `message:${id}:${hash('sha256', text, 'base64url').slice(0, 22)}@${conversation.id}`;
  return { kind: 'inbound', inbound: [inboundOf(activity, tools.clock, { key, message: id, said: { kind: 'text', text } })], ack: taken };
}

function invoked(activity: Activity, tools: Tools): Received {
  const { locale = 'en' } = activity;
  switch (activity.name) {
    case 'adaptiveCard/action':
      return execute(activity, tools);
    case fetchTask:
      return chosen(activity, tools, chosenIn(activity), { ack: answersInOurChat(locale), form: (form) => dialogOf(form, locale) });
    case submitAction:
      return chosen(activity, tools, filledIn(activity), { ack: taken });
    default:
      return { kind: 'nothing', ack: unknownInvoke };
  }
}

/**
 * A command of the message extension: chosen on a message, or filled in in the dialog that came of that. It is asked aside, never `direct`: the conversation is that of the message, of two other people
 * perhaps, where the bot need not be.
 */
function chosen(
  activity: Activity,
  tools: Tools,
  what: Chosen | null,
  shown: { readonly ack: HttpAnswer; readonly form?: (form: Form) => HttpAnswer },
): Received {
  const { from, id, conversation, name = '' } = activity;
  if (!what || !from || !id) return { kind: 'nothing', ack: unknownInvoke };
  const told = { conversation: conversation.id, card: what.about, person: userOf(activity), token: JSON.stringify(what.said), id };
  const { key, kept } = tools.press(told);
  const { place, ...one } = inboundOf(activity, tools.clock, { key, message: undefined, said: what.said, via: { invoke: name } });
  const { direct: _, thread: __, ...there } = place;
  return { kind: 'inbound', inbound: [{ ...one, place: { ...there, aside: true } }], kept, ...shown };
}

/** `Action.Execute` of a card. One that refreshes a card, which a client sends by itself, wants no command. */
function execute(activity: Activity, tools: Tools): Received {
  const { locale = 'en' } = activity;
  const view = viewIn(activity.value);
  if (view) return { kind: 'nothing', ack: refreshed(view) };
  const { action, trigger } = (activity.value ?? {}) as { action?: { data?: { bellhop?: unknown } } | null; trigger?: unknown };
  const token = action?.data?.bellhop;
  if (!activity.from || !activity.id || typeof token !== 'string' || !isToken(token) || trigger === 'automatic')
    return { kind: 'nothing', ack: notOurs(locale) };
  return press(activity, tools, { id: activity.id, token, ack: pressed(locale), via: { invoke: 'adaptiveCard/action' } });
}

interface Pressed {
  readonly id: string;
  readonly token: string;
  readonly ack: HttpAnswer;
  readonly via?: Readonly<Record<string, string>>;
}

function press(activity: Activity, tools: Tools, { id, token, ack, via }: Pressed): Received {
  const card = activity.replyToId ?? '';
  const { key, kept } = tools.press({ conversation: activity.conversation.id, card, person: userOf(activity), token, id });
  const one = inboundOf(activity, tools.clock, { key, message: activity.replyToId, said: { kind: 'action', token }, via });
  return { kind: 'inbound', inbound: [one], ack, kept };
}

/** Teams tells of one installation twice, as conversationUpdate and as installationUpdate: one key for both, so that it is one. */
function welcome(activity: Activity, { clock }: Tools): Received {
  const { conversation } = placeParts(activity);
  const one = inboundOf(activity, clock, { key: `welcome@${conversation}`, message: activity.replyToId, said: { kind: 'event', event: 'welcome' } });
  return { kind: 'inbound', inbound: [one], ack: taken };
}

function isToken(token: string): boolean {
  return token !== '' && Buffer.byteLength(token) <= sizes.tokenBytes && token.isWellFormed();
}
