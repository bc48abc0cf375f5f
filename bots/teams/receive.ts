import { hash } from 'node:crypto';
import type { Receive, Received } from '../../shared/channel/channel.ts';
import type { Inbound, Place, Said } from '../../shared/channel/inbound.ts';
import type { Clock } from '../../shared/clock.ts';
import { type Activity, activityOf } from './activity.ts';
import { notOurs, pressed, refused, taken, unknownInvoke } from './answer.ts';
import { sizes } from './limits.ts';
import { mentionsUs, wordsOf } from './mention.ts';
import { serviceUrls as allowServiceUrls } from './serviceUrl.ts';
import { isTimeZone } from './timeZone.ts';
import { type TokenOptions, type Verified, verifyToken } from './token.ts';

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

  function parse(verified: Verified, body: Buffer): Received {
    const activity = activityFrom(body);
    if (!activity) return refused('malformed');
    if (activity.channelId !== 'msteams') return refused('wrong_channel');
    if (verified.endorsements.length > 0 && !verified.endorsements.includes('msteams')) return refused('not_endorsed');
    const allowed = serviceUrl(activity.serviceUrl);
    if (allowed === null || serviceUrl(verified.serviceUrl) !== allowed) return refused('wrong_service_url');
    return received(activity, options.clock);
  }

  return ({ headers, body }) => {
    const checked = verify(headers.authorization);
    if (checked instanceof Promise) return checked.then((result) => (result.ok ? parse(result, body) : refused(result.reason)));
    return checked.ok ? parse(checked, body) : refused(checked.reason);
  };
}

function activityFrom(body: Buffer): Activity | null {
  try {
    return activityOf(JSON.parse(body.toString('utf8')));
  } catch {
    return null; // Not JSON: as good as no activity.
  }
}

const nothing: Received = { kind: 'nothing', ack: taken };

function received(activity: Activity, clock: Clock): Received {
  switch (activity.type) {
    case 'message':
      return message(activity, clock);
    case 'messageUpdate':
      return activity.event === 'editmessage' && activity.text ? message(activity, clock) : nothing;
    case 'invoke':
      return activity.name === 'adaptiveCard/action' ? execute(activity, clock) : { kind: 'nothing', ack: unknownInvoke };
    case 'conversationUpdate':
      return activity.membersAdded.includes(activity.recipient.id) ? welcome(activity, clock) : nothing;
    case 'installationUpdate':
      return activity.action === 'add' ? welcome(activity, clock) : nothing;
    default:
      return nothing; // Typing, reactions, deletions, events: nothing that asks us for something.
  }
}

/** What was written, at first or by an edit. An edit has the id of the message: the words tell it apart, and one that leaves them as they were is no news. */
function message(activity: Activity, clock: Clock): Received {
  const { from, id, conversation } = activity;
  if (!from || !id) return refused('malformed');
  // Bots, ourselves among them, have ids that begin with 28: (people's with 29:).
  if (from.id === activity.recipient.id || from.role === 'bot' || from.id.startsWith('28:')) return nothing;
  const token = activity.value?.bellhop;
  if (typeof token === 'string') {
    if (!isToken(token)) return nothing;
    return inbound(activity, clock, pressKey(activity, id), { kind: 'action', token });
  }
  if (conversation.type !== 'personal' && !mentionsUs(activity)) return nothing;
  // A card of someone else's making: no words, and no token of ours.
  if (activity.value && !activity.text?.trim()) return nothing;
  const text = wordsOf(activity);
  const key = `message:${id}:${hash('sha256', text, 'base64url').slice(0, 22)}@${conversation.id}`;
  return inbound(activity, clock, key, { kind: 'text', text });
}

/** `Action.Execute` of a card. One that the client sends by itself, to refresh a card, wants no command. */
function execute(activity: Activity, clock: Clock): Received {
  const { action, trigger } = (activity.value ?? {}) as { action?: { data?: { bellhop?: unknown } } | null; trigger?: unknown };
  const token = action?.data?.bellhop;
  if (!activity.from || !activity.id || typeof token !== 'string' || !isToken(token) || trigger === 'automatic')
    return { kind: 'nothing', ack: notOurs };
  const result = inbound(activity, clock, pressKey(activity, activity.id), { kind: 'action', token }, { invoke: 'adaptiveCard/action' });
  return { ...result, ack: pressed };
}

/** Teams tells of one installation twice, as conversationUpdate and as installationUpdate: one key for both, so that it is one. */
function welcome(activity: Activity, clock: Clock): Received {
  const { conversation } = placeParts(activity);
  return inbound(activity, clock, `welcome@${conversation}`, { kind: 'event', event: 'welcome' });
}

function pressKey(activity: Activity, id: string): string {
  return `press:${activity.replyToId ?? ''}:${id}@${activity.conversation.id}`;
}

function isToken(token: string): boolean {
  return token !== '' && Buffer.byteLength(token) <= sizes.tokenBytes && token.isWellFormed();
}

function inbound(activity: Activity, clock: Clock, key: string, said: Said, via: Record<string, string> = {}) {
  const { from, locale, timeZone } = activity;
  const user = from?.aadObjectId ?? from?.id ?? activity.conversation.id;
  const one: Inbound = {
    key,
    place: placeOf(activity, user, via),
    from: from?.name ? { user, name: from.name } : { user },
    said,
    ...(locale && /^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,4}$/.test(locale) ? { locale } : {}),
    ...(timeZone && isTimeZone(timeZone) ? { timeZone } : {}),
    saidAt: saidAt(activity.timestamp, clock.now()),
  };
  return { kind: 'inbound', inbound: [one], ack: taken } as const;
}

/** Everything a later send needs, so that an answer needs no look-up: Teams calls it a conversation reference. */
function placeOf(activity: Activity, user: string, via: Record<string, string>): Place {
  const said = activity.type.startsWith('message') && !activity.value?.bellhop;
  const message = said ? activity.id : activity.replyToId;
  return {
    channel: 'teams',
    bot: 'main',
    tenant: activity.tenant,
    ...placeParts(activity),
    ...(message ? { message } : {}),
    ...(activity.conversation.type === 'personal' ? { direct: true } : {}),
    user,
    via: {
      serviceUrl: activity.serviceUrl,
      botId: activity.recipient.id,
      conversationType: activity.conversation.type,
      ...(activity.from ? { userId: activity.from.id } : {}),
      ...via,
    },
  };
}

/** In a channel the conversation's id ends with the message that began the thread: `19:…@thread.tacv2;messageid=1481567603816`. */
function placeParts({ conversation }: Activity): { conversation: string; thread?: string } {
  const [id = '', thread] = conversation.id.split(';messageid=', 2);
  return thread && id ? { conversation: id, thread } : { conversation: conversation.id };
}

/** When it was said, never later than now: a clock that is ahead must not put a reminder off. */
function saidAt(timestamp: string | undefined, now: number): number {
  const at = timestamp === undefined || timestamp.length > 40 ? Number.NaN : Date.parse(timestamp);
  return Number.isNaN(at) || at < 0 || at > now ? now : at;
}
