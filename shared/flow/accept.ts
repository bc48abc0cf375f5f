import { hash } from 'node:crypto';
import type { Inbound, Speaker } from '../channel/inbound.ts';
import type { Clock } from '../clock.ts';
import type { CatalogueOf, Outline } from '../command/catalogue.ts';
import type { Command, CommandId, Raw } from '../command/command.ts';
import { type Resolved, resolve } from '../command/resolve.ts';
import type { Accepted, Inbox } from '../inbox/inbox.ts';
import { countOf } from '../reply/action.ts';

/** Keeps one delivery as a command. Resolves when it is durable; throws InboxFull and StorageFailed, with nothing kept. */
export type Accept = (inbound: Inbound, options?: { readonly lease: boolean }) => Promise<Accepted>;

/** Inbound → resolve → one conditional write. `catalogue` is asked anew each time, so that it can be exchanged while running. */
export function acceptor({ inbox, catalogue, clock }: { inbox: Pick<Inbox, 'accept'>; catalogue: () => CatalogueOf<Outline>; clock: Clock }): Accept {
  return (inbound, options) => inbox.accept(commandOf(inbound, resolve(inbound.said, catalogue()), clock.now()), options);
}

/** The id that a delivery's command always gets: a hash of its key, so that uniqueness is the record's own. */
export function commandId(channel: string, bot: string, tenant: string, key: string): CommandId {
  return hash('sha256', `${channel}/${bot}/${tenant}/${key}`, 'base64url').slice(0, 22) as CommandId;
}

/** The id of what somebody said: by its delivery, or by what it can be said once with. */
export function idOf({ key, place, from }: Inbound, { nonce }: Pick<Resolved, 'nonce'>): CommandId {
  // One person's presses of it are one delivery, also when a platform tells one again under another id. Whose counts of several people's is known when it runs.
  return commandId(place.channel, place.bot, place.tenant, countOf(nonce) === 'many' ? key : `once:${nonce}:${from.user}`);
}

function commandOf(inbound: Inbound, resolved: Resolved, now: number): Command {
  const { place } = inbound;
  const from = named(inbound.from);
  const id = idOf(inbound, resolved);
  return {
    id,
    name: resolved.name,
    raw: inbound.said.kind === 'action' ? pressed(resolved) : inbound.files ? { ...resolved.raw, files: inbound.files } : resolved.raw,
    from,
    place: place.user === undefined ? { ...place, user: from.user } : place,
    priority: resolved.priority,
    ...(inbound.locale === undefined ? undefined : { locale: inbound.locale }),
    ...(inbound.timeZone === undefined ? undefined : { timeZone: inbound.timeZone }),
    saidAt: inbound.saidAt,
    acceptedAt: now,
    trace: id,
  };
}

/** A token that the store keeps says so itself, once it is read. */
const pressed = ({ raw, nonce = '' }: Resolved): Raw => (raw.token === undefined ? { ...raw, pressed: nonce } : raw);

/** Characters of a name that are kept. */
const nameMax = 100;

const named = (from: Speaker): Speaker =>
  from.name === undefined || from.name.length <= nameMax ? from : { ...from, name: from.name.slice(0, nameMax) };
