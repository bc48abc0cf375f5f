import type { Place } from '../channel/inbound.ts';
import type { Command, CommandId, Priority } from '../command/command.ts';
import type { CommandRecord, Delivery, EndedIn, State, Taken } from './inbox.ts';

/** A command as a driver keeps it. `…Due` null: nothing to run, or to send; 0: at once. */
export interface CommandRow {
  readonly id: string;
  readonly priority: Priority;
  readonly tenant: string;
  readonly speaker: string;
  readonly acceptedAt: number;
  readonly state: State;
  readonly runDue: number | null;
  readonly sendDue: number | null;
  readonly deadAt: number | null;
  readonly endedAt: number | null;
  readonly attempt: number;
  /** Grows with each taking: who holds another number has lost it. */
  readonly lease: number;
  readonly delivery: Delivery['state'];
  /** Messages that went out, and tries to send since the last success. */
  readonly sent: number;
  readonly sends: number;
  readonly command: string;
  readonly replies: string | null;
  readonly waiting: string | null;
  readonly woken: string | null;
  readonly cancelledBy: string | null;
  readonly reason: string | null;
  readonly sendReason: string | null;
}

export type Waiting = NonNullable<CommandRecord['waiting']>;
export type Woken = NonNullable<Taken['woken']>;

export const parseWaiting = (row: CommandRow): Waiting | null => (row.waiting === null ? null : (JSON.parse(row.waiting) as Waiting));
export const parseWoken = (row: CommandRow): Woken | null => (row.woken === null ? null : (JSON.parse(row.woken) as Woken));

/** What of a place stands in no column of its own. */
type KeptPlace = Omit<Place, 'channel' | 'tenant' | 'user'>;

/** What of a command stands in no column of its own, each thing once: a tenth less is written with each accept. `user` null: nobody is answered in particular. */
export function commandJson({ name, raw, from, place, locale, timeZone, saidAt, trace, issued, id }: Command): string {
  const { bot, conversation, thread, message, direct, aside, via, user } = place;
  const where: { [K in keyof Required<KeptPlace>]: KeptPlace[K] | undefined } & { user: string | null | undefined } = {
    bot,
    conversation,
    thread,
    message,
    direct,
    aside,
    via,
    user: user === from.user ? undefined : (user ?? null),
  };
  return JSON.stringify({ name, raw, from, place: where, locale, timeZone, saidAt, trace: trace === id ? undefined : trace, issued });
}

/** The command of a row, whichever driver's; one that keeps all of a place is read as well. */
export function commandOf({ id, priority, tenant, acceptedAt, command }: CommandRow): Command {
  const kept = JSON.parse(command) as KeptCommand;
  return { ...kept, place: placeOf(kept, tenant), id: id as CommandId, priority, acceptedAt, trace: kept.trace ?? id };
}

function placeOf({ place, from }: KeptCommand, tenant: string): Place {
  if ('channel' in place) return place;
  const { user = from.user, ...where } = place;
  const channel = channelOf(tenant);
  return { channel, tenant: tenant.slice(channel.length + 1), ...where, ...(user === null ? {} : { user }) };
}

type KeptCommand = Omit<Command, 'id' | 'priority' | 'acceptedAt' | 'trace' | 'place'> & {
  readonly trace?: string;
  readonly place: Place | (KeptPlace & { readonly user?: string | null });
};

/** The record as the port speaks of it. */
export function recordOf(row: CommandRow): CommandRecord {
  const waiting = parseWaiting(row);
  const reason = row.reason ?? row.sendReason;
  return {
    command: commandOf(row),
    state: row.state,
    attempt: row.attempt,
    replies: row.replies === null ? [] : (JSON.parse(row.replies) as CommandRecord['replies']),
    delivery: deliveryOf(row),
    due: dueOf(row),
    ...(waiting ? { waiting } : {}),
    ...(reason === null ? {} : { reason }),
    ...(row.endedAt === null ? {} : { endedAt: row.endedAt }),
  };
}

function deliveryOf({ delivery, sent, sends, sendReason }: CommandRow): Delivery {
  if (delivery === 'dead') return { state: delivery, sent, attempts: sends, reason: sendReason ?? 'unknown' };
  if (delivery === 'pending') return { state: delivery, sent, attempts: sends, ...(sendReason === null ? {} : { reason: sendReason }) };
  return { state: delivery };
}

function dueOf({ runDue, sendDue, acceptedAt }: CommandRow): number | null {
  if (runDue === null && sendDue === null) return null;
  return Math.min(runDue ?? Number.MAX_SAFE_INTEGER, sendDue ?? Number.MAX_SAFE_INTEGER) || acceptedAt;
}

/** Whether it has ended there. */
export function endedIn(row: CommandRow, where: EndedIn | 'anywhere'): boolean {
  if (where === 'anywhere') return row.endedAt !== null;
  const { channel, tenant, conversation, user } = where;
  if (row.endedAt === null || row.tenant !== `${channel}/${tenant}`) return false;
  if (user !== undefined && row.speaker !== speakerOf(channel, tenant, user)) return false;
  return conversation === undefined || commandOf(row).place.conversation === conversation;
}

/** Whose share of the turns it uses. */
export const tenantOf = ({ place }: { readonly place: Command['place'] }) => `${place.channel}/${place.tenant}`;

/** The channel of such a share. */
export const channelOf = (tenant: string) => tenant.slice(0, tenant.indexOf('/'));

/** Who spoke, over all their conversations; a line break separates, as none of the three has one. */
export const speakerOf = (channel: string, tenant: string, user: string) => `${channel}\n${tenant}\n${user}`;
