import { labelOf } from '../channel/bots.ts';
import type { Channel } from '../channel/channel.ts';
import type { LeftOut, Listing, ListingContext, ListingFile, Part } from '../channel/listing.ts';
import type { AnyCommand } from '../command/define.ts';
import { BellhopError, Refusal } from '../errors.ts';
import type { Secrets } from '../secrets/secrets.ts';
import type { Store } from '../store/store.ts';
import { type Change, changes, itemsOf } from './compare.ts';
import { ranked, type Uses } from './rank.ts';
import { readersOf } from './readers.ts';
import { versionsOf } from './versions.ts';

/** What a channel shows of the commands, against what it should. */
export interface Plan {
  readonly channel: string;
  /** Who told what it has: the platform; or, where it can't be asked, what was published from here last; or nobody. */
  readonly told: 'platform' | 'kept' | 'nobody';
  /** Something was published from here before. */
  readonly isPublished: boolean;
  readonly changes: readonly Change[];
  readonly leftOut: readonly LeftOut[];
}

/** A part that the platform didn't take. */
export interface Refused {
  readonly part: string;
  readonly message: string;
  readonly hint?: string;
}

/** What came of an `apply` or a `rollback`. */
export interface Applied extends Plan {
  /** `files`: the platform can't be told from here; a person takes the files there. */
  readonly state: 'same' | 'done' | 'partly' | 'refused' | 'files';
  readonly refused: readonly Refused[];
  readonly files: readonly ListingFile[];
  readonly mend: string;
}

/** A channel that lists commands. */
export type Listed = Channel & { readonly listing: Listing };

/** Those of the channels that list commands. */
export const listed = (channels: readonly Channel[]): readonly Listed[] =>
  channels.flatMap((channel) => (channel.listing ? [{ ...channel, name: labelOf(channel), listing: channel.listing }] : []));

/** What publishing needs besides the channel. */
export interface PublishDeps {
  readonly store: Store;
  readonly secrets: Pick<Secrets, 'get' | 'put'>;
  readonly commands: readonly AnyCommand[];
  /** How often each was used; left out: in the order of the last `apply`, so that use alone makes no list another. */
  readonly uses?: Uses;
  readonly signal: AbortSignal;
}

/** What differs between the definitions and what the platform has; nothing is changed. Throws ListingRefused, and what the platform or the store says no with. */
export async function plan(channel: Listed, deps: PublishDeps): Promise<Plan> {
  const { leftOut, parts } = await wantedOf(channel, deps);
  const { told, isPublished, parts: has } = await standing(channel, parts, deps);
  return { channel: channel.name, told, isPublished, changes: changes(has, parts, channel.listing.isOrdered ?? false), leftOut };
}

/**
 * Sets what differs, part by part: one that the platform refuses keeps no other from being set, and what was taken is kept as what stands, so the next plan shows the rest.
 * What stood before is the version that `rollback` returns to. Throws as `plan`.
 */
export async function apply(channel: Listed, deps: PublishDeps): Promise<Applied> {
  const { leftOut, parts, commands } = await wantedOf(channel, deps);
  const { told, isPublished, parts: has } = await standing(channel, parts, deps);
  const done = await set(channel, has, parts, contextOf(channel, deps));
  const versions = versionsOf(channel.name, deps.store);
  if (done.now !== has) await versions.add(has, done.now);
  await versions.keepOrder(commands.map(({ name }) => name));
  return { ...done.applied, told, isPublished, leftOut };
}

/** Sets what stood before the last `apply`, and once more what stood before that. Throws Refusal when nothing did, and as `plan`. */
export async function rollback(channel: Listed, deps: Omit<PublishDeps, 'commands' | 'uses'>): Promise<Applied> {
  const versions = versionsOf(channel.name, deps.store);
  const before = await versions.before();
  if (!before)
    throw new Refusal('nothing_before', `There is no version before on ${channel.name}.`, {
      hint: '`bellhop commands apply` publishes what is defined now.',
    });
  const { told, isPublished, parts: has } = await standing(channel, before, deps);
  const done = await set(channel, has, before, contextOf(channel, deps));
  // What was refused is still to be taken back: the next rollback means the same version.
  if (done.applied.refused.length === 0) await versions.back(done.now);
  return { ...done.applied, told, isPublished, leftOut: [] };
}

/** The files that a person would take to the platform, of what should stand there. */
export const filesOf = async (channel: Listed, deps: Wishes) => channel.listing.files((await wantedOf(channel, deps)).parts);

type Wishes = Pick<PublishDeps, 'store' | 'commands' | 'uses'>;

/** What the platform should have, and of which commands, the first first. */
async function wantedOf(channel: Listed, deps: Wishes) {
  const commands = await shown(channel, deps);
  return { ...channel.listing.wanted(commands, await readersOf(channel.listing, deps.store)), commands };
}

/** What is listed of the commands, the first first. */
async function shown({ name }: Listed, { store, commands, uses }: Wishes) {
  if (uses) return ranked(commands, uses);
  const order = await versionsOf(name, store).order();
  return ranked(commands, new Map(order.map((one, i) => [one, order.length - i])));
}

function contextOf({ name }: Listed, { secrets, signal }: Omit<PublishDeps, 'commands' | 'uses'>): ListingContext {
  const secret = `listing/${name}`;
  return { signal, token: { read: () => secrets.get(secret), keep: (value) => secrets.put(secret, value) } };
}

async function standing(channel: Listed, wanted: readonly Part[], deps: Omit<PublishDeps, 'commands' | 'uses'>) {
  const { name, listing } = channel;
  const kept = await versionsOf(name, deps.store).current();
  const names = new Set([...wanted, ...(kept ?? [])].map((part) => part.name));
  const there = await listing.published([...names], contextOf(channel, deps));
  const isPublished = kept !== null;
  if (there) return { told: 'platform', isPublished, parts: there } as const;
  return kept ? ({ told: 'kept', isPublished, parts: kept } as const) : ({ told: 'nobody', isPublished, parts: [] } as const);
}

/** Sets what differs. `now`: what stands then; `has` itself when nothing was changed. */
async function set({ name, listing }: Listed, has: readonly Part[], wanted: readonly Part[], context: ListingContext) {
  const differ = changes(has, wanted, listing.isOrdered ?? false);
  const refused: Refused[] = [];
  for (const { part } of listing.apply ? differ : []) {
    try {
      await listing.apply?.({ name: part, items: itemsOf(wanted, part) }, context);
    } catch (cause) {
      if (!(cause instanceof BellhopError)) throw cause;
      refused.push({ part, message: cause.message, ...(cause.hint === undefined ? {} : { hint: cause.hint }) });
    }
  }
  const isRefused = new Set(refused.map(({ part }) => part));
  const taken = differ.filter(({ part }) => !isRefused.has(part)).map(({ part }) => part);
  const now = [
    ...has.filter(({ name: part }) => !taken.includes(part)),
    ...taken.map((part) => ({ name: part, items: itemsOf(wanted, part) })).filter(({ items }) => Object.keys(items).length > 0),
  ];
  const state = differ.length === 0 ? 'same' : !listing.apply ? 'files' : taken.length === 0 ? 'refused' : refused.length > 0 ? 'partly' : 'done';
  const files = listing.apply ? [] : listing.files(wanted);
  return {
    now: taken.length === 0 ? has : now,
    applied: { channel: name, changes: differ, state, refused, files, mend: listing.mend } satisfies Omit<
      Applied,
      'told' | 'isPublished' | 'leftOut'
    >,
  };
}
