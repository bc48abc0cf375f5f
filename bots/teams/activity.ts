import type { SentFile } from '../../shared/channel/inbound.ts';
import { filesOf } from './attached.ts';

/** A person, a bot, or a channel, as an activity names it. */
export interface Account {
  readonly id: string;
  readonly name?: string;
  /** The person in the tenant's directory: the same in every conversation. */
  readonly aadObjectId?: string;
  readonly role?: string;
}

/** A name with @ before it, and where it stands in the text. */
export interface Mention {
  readonly id: string;
  readonly name: string;
  readonly text: string;
}

/** Where people talk: with the bot alone, in a chat, in a channel of a team; '' is none of these. Source: msteams-docs, "Get Teams context". */
export type ConversationType = (typeof conversationTypes)[number] | '';
const conversationTypes = ['personal', 'groupChat', 'channel'] as const;

/** What we read of an activity, each member of the type it says. Source: Bot Framework activity schema. */
export interface Activity {
  readonly type: string;
  readonly channelId: string;
  readonly serviceUrl: string;
  readonly conversation: { readonly id: string; readonly type: ConversationType };
  readonly tenant: string;
  readonly recipient: Account;
  readonly id?: string;
  readonly from?: Account;
  readonly name?: string;
  readonly action?: string;
  /** What happened to a message or a team, in lower case. Source: msteams-docs, channelData. */
  readonly event?: string;
  readonly text?: string;
  readonly value?: Readonly<Record<string, unknown>>;
  readonly replyToId?: string;
  readonly locale?: string;
  readonly timeZone?: string;
  readonly timestamp?: string;
  readonly mentions: readonly Mention[];
  readonly files: readonly SentFile[];
  readonly membersAdded: readonly string[];
}

/** Ids are at most about 200 characters; what is longer was never one. */
const idMax = 500;

/** Reads an activity from JSON that anyone may have made up; null when it lacks what every activity from Teams has. Never throws. */
export function activityOf(value: unknown): Activity | null {
  const outer = objectOf(value);
  const conversation = objectOf(outer?.conversation);
  const recipient = accountOf(outer?.recipient);
  const conversationId = idOf(conversation?.id);
  const { type, channelId, serviceUrl } = outer ?? {};
  if (!outer || !conversationId || !recipient || typeof type !== 'string' || typeof channelId !== 'string' || typeof serviceUrl !== 'string')
    return null;
  const entities = listOf(outer.entities);
  const client = entities.find((entity) => entity.type === 'clientInfo');
  const from = accountOf(outer.from);
  const channelData = objectOf(outer.channelData);
  return {
    type,
    channelId,
    serviceUrl,
    conversation: { id: conversationId, type: conversationTypes.find((type) => type === conversation?.conversationType) ?? '' },
    tenant: idOf(objectOf(channelData?.tenant)?.id) ?? idOf(conversation?.tenantId) ?? '',
    recipient,
    ...optional('id', idOf(outer.id)),
    ...(from ? { from } : {}),
    ...optional('name', stringOf(outer.name)),
    ...optional('action', stringOf(outer.action)),
    ...optional('event', stringOf(channelData?.eventType)?.slice(0, 100).toLowerCase()),
    ...optional('text', stringOf(outer.text)),
    ...optional('value', objectOf(outer.value)),
    ...optional('replyToId', idOf(outer.replyToId)),
    ...optional('locale', stringOf(outer.locale) ?? stringOf(client?.locale)),
    ...optional('timeZone', stringOf(outer.localTimezone) ?? stringOf(client?.timezone)),
    ...optional('timestamp', stringOf(outer.timestamp)),
    mentions: entities.flatMap(mentionOf),
    files: outer.attachments === undefined ? [] : filesOf(listOf(outer.attachments)),
    membersAdded: listOf(outer.membersAdded).flatMap((member) => idOf(member.id) ?? []),
  };
}

function accountOf(value: unknown): Account | undefined {
  const account = objectOf(value);
  const id = idOf(account?.id);
  if (!account || !id) return undefined;
  return {
    id,
    ...optional('name', stringOf(account.name)?.slice(0, 200).toWellFormed()),
    ...optional('aadObjectId', idOf(account.aadObjectId)),
    ...optional('role', stringOf(account.role)),
  };
}

/** In group chats the entity comes without its text: then it is the name between `at` marks (botbuilder-dotnet issue 2504). */
function mentionOf(entity: Readonly<Record<string, unknown>>): Mention[] {
  const mentioned = entity.type === 'mention' ? accountOf(entity.mentioned) : undefined;
  if (!mentioned) return [];
  const name = mentioned.name ?? '';
  return [{ id: mentioned.id, name, text: stringOf(entity.text) || `<at>${name}</at>` }];
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined;
}

/** The objects of a list, the first hundred: a message has a handful. */
function listOf(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  const items: readonly unknown[] = Array.isArray(value) ? value.slice(0, 100) : [];
  return items.map(objectOf).filter((item) => item !== undefined);
}

function stringOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function idOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' && value.length <= idMax && value.isWellFormed() ? value : undefined;
}

function optional<K extends string, V>(name: K, value: V | undefined): { readonly [key in K]?: V } {
  return value === undefined ? {} : ({ [name]: value } as { [key in K]: V });
}
