import { z } from 'zod';
import type { Place } from '../../shared/channel/inbound.ts';
import type { Services } from '../../shared/command/context.ts';
import { duration } from '../../shared/command/kinds/index.ts';
import type { SkillDeps } from '../../shared/command/skill.ts';
import type { Person, PersonId } from '../../shared/people/person.ts';
import type { Collection, Store } from '../../shared/store/store.ts';
import { Unfit } from './unfit.ts';

/** What a file is applied to: an installation, and whom the file is for. */
export interface World {
  readonly deps: SkillDeps;
  readonly services: Services;
  /** Whose its things are, unless one says otherwise. */
  readonly person: Person;
  /** Where they are told, unless one says otherwise; all are of this place's tenant. */
  readonly place: Place;
}

/** A conversation, as a file writes it. */
export const placeEntry = z
  .strictObject({
    channel: z.string().min(1),
    bot: z.string().min(1).optional(),
    tenant: z.string().min(1),
    conversation: z.string().min(1),
    thread: z.string().optional(),
    direct: z.boolean().optional(),
    user: z.string().optional(),
    via: z.record(z.string(), z.string()).optional(),
  })
  .describe('A conversation, as `bellhop export` writes it.');

const nameMax = 500;

/** A name as a file can have it. */
export const nameOf = (name: string): string => name.slice(0, nameMax);

/** What each thing in a file has. */
export const entryFields = {
  name: z.string().min(1).max(nameMax).describe('How people call it; it stays the same thing as long as its name stays.'),
  id: z
    .string()
    .regex(/^[0-9a-f]{24}$/, 'An id has 24 digits of 0-9 and a-f. Leave it out for something new.')
    .optional()
    .describe('Of something that was made by chat: which one. Left out for what this file makes.'),
  owner: z.string().optional().describe('Whose it is, as channel/tenant/user; of the whole file unless said.'),
  place: placeEntry.optional(),
};

/** A thing in a file. */
export interface Entry {
  readonly name: string;
  readonly id?: string | undefined;
  readonly owner?: string | undefined;
  readonly place?: z.infer<typeof placeEntry> | undefined;
}

/** An entry with all that it leaves unsaid. */
export type Settled<E> = E & { readonly owner: PersonId; readonly place: Place };

/** One that is there. */
export interface Standing<E = Entry> {
  readonly id: string;
  readonly entry: Settled<E>;
}

/** A kind of thing that a file has a list of: one file of parts/ each. */
export interface Part<E extends Entry = Entry> {
  /** What the list is called. */
  readonly key: string;
  /** What one is called. */
  readonly one: string;
  /** What is left out when it is written, as it is so anyway. */
  readonly usual: Readonly<Record<string, unknown>>;
  /** JSON in, no transforms: its JSON Schema is published. */
  entry(): Promise<z.ZodType<E>>;
  /** With all that it leaves unsaid, as `entryOf` would read it back. `idOf`: the id of another entry of the list. Throws Unfit. */
  settle(entry: E, at: Pick<Settled<E>, 'owner' | 'place'>, world: World, idOf: (name: string) => string | null): Promise<Settled<E>>;
  /** Of what there can be one alone, whatever it is called. */
  single?(entry: Settled<E>): string;
  /** Whether its time is over, so that one that is gone is not made again. */
  isOver?(entry: Settled<E>, now: number): boolean;
  /** The other way round, where that differs; `nameOf`: the name in the list. */
  unsettle?(entry: Settled<E>, nameOf: (id: string) => string): Settled<E>;
  /** All of the tenant. May miss what changed in the last seconds. */
  all(world: World): Promise<readonly Standing<E>[]>;
  get(id: string, world: World): Promise<Standing<E> | null>;
  /** Which id one that is made under a key has. */
  idOf(key: string): string;
  /** Made again under its key, it stays one. Throws Refusal. */
  make(key: string, entry: Settled<E>, world: World): Promise<void>;
  /** Throws Refusal. */
  change(id: string, entry: Settled<E>, world: World): Promise<void>;
  remove(id: string, world: World): Promise<void>;
}

/** Reads those that are there from where they are kept, by the index `tenant`. */
export function kept<R extends { readonly id: string; readonly place: Place }, E>(
  collection: Collection<R>,
  entryOf: (record: R) => Settled<E>,
): { all(world: World): Promise<readonly Standing<E>[]>; get(id: string, world: World): Promise<Standing<E> | null> } {
  const standing = (record: R): Standing<E> => ({ id: record.id, entry: entryOf(record) });
  return {
    all: async ({ deps: { store }, place }) => (await allOf(store, collection, place)).map(standing),
    async get(id, { deps: { store }, place: { channel, tenant } }) {
      const found = (await store.get(collection, id))?.value;
      return found && found.place.channel === channel && found.place.tenant === tenant ? standing(found) : null;
    },
  };
}

/** All records of a tenant. */
export async function allOf<R>(store: Store, collection: Collection<R>, { channel, tenant }: Place): Promise<readonly R[]> {
  const found: R[] = [];
  let after: string | undefined;
  do {
    const page = await store.query(collection, {
      index: 'tenant',
      partition: `${channel}/${tenant}`,
      limit: 1_000,
      ...(after === undefined ? {} : { after }),
    });
    found.push(...page.items.map(({ value }) => value));
    after = page.next ?? undefined;
  } while (after !== undefined);
  return found;
}

/** Not as an answer to a message: it may be long gone. */
export function lasting({ message: _message, aside: _aside, ...place }: Place): Place {
  return place;
}

/** The conversation that a file writes. */
export function placeOf({ bot = 'main', channel, tenant, conversation, ...rest }: NonNullable<Entry['place']>): Place {
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  return { channel, bot, tenant, conversation, ...given };
}

/** A length of time as a file writes it: "30s", "1m 30s". */
export const length = z.string().describe('A length of time, like 30s, 5m or 1h 30m.');

export const sayMs = (ms: number): string => duration().print({ ms });

/** ms. Throws Unfit. */
export function msOf(text: string, path: string, { min = 0, max = Number.POSITIVE_INFINITY } = {}): number {
  const read = duration().parse(text, { saidAt: 0, timeZone: 'UTC', locale: 'en' });
  if (!read.ok) throw new Unfit([path], read.error);
  const { ms } = read.value;
  if (ms < min) throw new Unfit([path], `${text} is too short: ${sayMs(min)} is the least.`);
  if (ms > max) throw new Unfit([path], `${text} is too long: ${sayMs(max)} is the most.`);
  return ms;
}
