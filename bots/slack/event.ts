import type { Inbound } from '../../shared/channel/inbound.ts';
import type { Clock } from '../../shared/clock.ts';
import { filesOf } from './attached.ts';
import { type Fields, fieldsOf, idOf, instantOf, textOf, tsOf } from './payload.ts';
import { mentions, spoken, withoutMention } from './spoken.ts';
import { tenantOf } from './tenant.ts';

/** Kinds of message that a person writes to be read; any other subtype (joins, topics, bots, `/me`) is no talk to us. */
const spokenSubtypes: ReadonlySet<unknown> = new Set([undefined, 'file_share', 'thread_broadcast']);

/**
 * An `event_callback` → Inbound, or null for what isn't addressed to us: bots and ourselves, chatter, unknown events. Addressed are direct messages, what
 * mentions us, and replies in a thread below our own message, but those that name someone else first. The key is `channel:ts`, for one mention comes as
 * `app_mention` and as `message`, under two event ids; an edit adds `:edited.ts`.
 */
export function eventInbound(callback: Fields, clock: Clock): Inbound | null {
  const event = fieldsOf(callback.event);
  if (event?.type === 'app_home_opened') return homeInbound(callback, event, clock);
  const message = event && messageOf(event);
  if (!event || !message) return null;
  const tenant = installationOf(callback);
  const conversation = idOf(event.channel);
  const user = idOf(message.user);
  const ts = tsOf(message.ts);
  const raw = textOf(message.text);
  if (!tenant || !conversation || !user || !ts || raw === undefined) return null;

  const us = botUsers(callback);
  if (message.bot_id !== undefined || us.has(user) || user === 'USLACKBOT') return null;
  const direct = event.channel_type === 'im';
  const named = event.type === 'app_mention' || mentions(raw, us);
  const files = message.files === undefined ? [] : filesOf(message.files);
  if (!named && ((raw === '' && files.length === 0) || !(direct || repliesToUs(message, raw, us)))) return null;

  const edited = tsOf(fieldsOf(message.edited)?.ts);
  const thread = tsOf(message.thread_ts);
  return {
    key: edited === undefined ? `${conversation}:${ts}` : `${conversation}:${ts}:${edited}`,
    place: {
      channel: 'slack',
      bot: 'main',
      tenant,
      conversation,
      message: ts,
      user,
      ...(thread !== undefined && thread !== ts ? { thread } : undefined),
      ...(direct ? { direct } : undefined),
    },
    from: { user },
    said: { kind: 'text', text: spoken(direct && us.size === 0 ? raw : withoutMention(raw, us)) },
    ...(files.length > 0 ? { files } : undefined),
    saidAt: instantOf(edited ?? ts, clock.now()),
  };
}

/** What somebody opened (Slack: app_home_opened, `tab`), and what they are shown there: their start page, or what they could say. It is for them alone. */
const tabs: Readonly<Record<string, 'home' | 'suggest'>> = { home: 'home', messages: 'suggest' };

function homeInbound(callback: Fields, event: Fields, clock: Clock): Inbound | null {
  const tenant = installationOf(callback);
  const conversation = idOf(event.channel);
  const user = idOf(event.user);
  const key = idOf(callback.event_id);
  const tab = textOf(event.tab) ?? '';
  const shown = Object.hasOwn(tabs, tab) ? tabs[tab] : undefined;
  if (!shown || !tenant || !conversation || !user || !key) return null;
  return {
    key,
    place: { channel: 'slack', bot: 'main', tenant, conversation, user, direct: true, via: { view: tab } },
    from: { user },
    said: { kind: 'event', event: shown },
    saidAt: instantOf(tsOf(event.event_ts), clock.now()),
  };
}

/** The message that an event is about: itself, or the new one of an edit that changed the words (links unfolding change a message too). */
function messageOf(event: Fields): Fields | undefined {
  if (event.type === 'app_mention') return event;
  if (event.type !== 'message') return undefined;
  if (event.subtype !== 'message_changed') return spokenSubtypes.has(event.subtype) ? event : undefined;
  const now = fieldsOf(event.message);
  const before = fieldsOf(event.previous_message);
  if (!now || !tsOf(fieldsOf(now.edited)?.ts) || !spokenSubtypes.has(now.subtype) || now.text === before?.text) return undefined;
  return now;
}

function repliesToUs({ parent_user_id: parent }: Fields, raw: string, us: ReadonlySet<string>): boolean {
  return typeof parent === 'string' && us.has(parent) && !/^\s*<[@!]/.test(raw);
}

/** The installation that the event is for: Slack names one, whatever the number that see it. */
export function installationOf(callback: Fields): string | undefined {
  const ours = Array.isArray(callback.authorizations) ? fieldsOf(callback.authorizations[0]) : undefined;
  const enterprise = idOf(ours?.enterprise_id) ?? callback.enterprise_id;
  return tenantOf(ours?.is_enterprise_install === true, enterprise, ours?.team_id, callback.context_team_id, callback.team_id);
}

/** As whom we are here: Slack names the installation that an event is for, with its bot's user. */
function botUsers(callback: Fields): ReadonlySet<string> {
  const users = new Set<string>();
  if (!Array.isArray(callback.authorizations)) return users;
  for (const authorization of callback.authorizations) {
    const known = fieldsOf(authorization);
    const user = known?.is_bot === true ? idOf(known.user_id) : undefined;
    if (user !== undefined) users.add(user);
  }
  return users;
}
