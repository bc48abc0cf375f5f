import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { type Problem, Source } from './document.ts';
import { heading } from './file.ts';
import { ownerOf, speakerAt } from './owner.ts';
import type { Entry, Part, Settled, Standing, World } from './part.ts';
import { placeOf } from './part.ts';
import { parts } from './parts/index.ts';
import { Unfit } from './unfit.ts';
import { type Installation, worldOf } from './world.ts';

export interface Change {
  readonly does: 'make' | 'change' | 'remove';
  readonly what: string;
  readonly name: string;
  readonly id: string;
  /** What differs, as the file writes it. */
  readonly fields: readonly { readonly field: string; readonly from?: unknown; readonly to?: unknown }[];
}

/** A change, and how it is done. */
export interface Step {
  readonly change: Change;
  take(): Promise<void>;
}

/** What applying a file comes to; with problems there are no steps. */
export interface Plan {
  /** `slack/T1`; null where the file doesn't say whom it is for. */
  readonly tenant: string | null;
  readonly problems: readonly Problem[];
  readonly steps: readonly Step[];
  /** How many are as the file says. */
  readonly same: number;
  /** How many are there that the file says nothing of, and that it didn't make. */
  readonly others: number;
  /** Another one for other changes. */
  readonly digest: string;
}

/** Reads a file, and finds what it changes. `prune`: what it doesn't have is taken away, whoever made it; else only what the file made before. */
export async function plan(text: string, { prune }: { readonly prune: boolean }, installation: Installation): Promise<Plan> {
  const source = new Source(text);
  const nothing = { tenant: null, steps: [], same: 0, others: 0, digest: '' };
  if (source.problems.length > 0) return { ...nothing, problems: source.problems };
  const lists = Object.fromEntries(parts.map(({ key }) => [key, z.array(z.unknown()).optional()]));
  const schema = z.strictObject({ ...heading, ...lists });
  const file = schema.safeParse(source.value ?? {});
  if (!file.success) source.addIssues([], file.error.issues, schema);
  if (!file.success) return { ...nothing, problems: source.problems };
  const world = await unfits(source, [], () => worldOf(file.data.for ?? {}, installation));
  if (!world) return { ...nothing, problems: source.problems };
  const { channel, tenant } = world.place;
  const found = await Promise.all(
    parts.map((part) => planPart(part, { source, world, prune, prefix: `config/${file.data.name ?? ''}/${channel}/${tenant}/${part.key}/` })),
  );
  const { problems } = source;
  const steps = found.flatMap((one) => one.steps);
  return {
    tenant: `${channel}/${tenant}`,
    problems,
    steps: problems.length > 0 ? [] : steps,
    same: found.reduce((sum, one) => sum + one.same, 0),
    others: found.reduce((sum, one) => sum + one.others, 0),
    digest: createHash('sha256')
      .update(JSON.stringify(steps.map(({ change }) => change)))
      .digest('hex'),
  };
}

interface Given {
  readonly source: Source;
  readonly world: World;
  readonly prune: boolean;
  /** What the keys begin with under which this file makes them. */
  readonly prefix: string;
}

async function planPart(part: Part, { source, world, prune, prefix }: Given): Promise<{ steps: readonly Step[]; same: number; others: number }> {
  const { key } = part;
  const raw = (source.value as Readonly<Record<string, readonly unknown[] | undefined>> | null)?.[key] ?? []; // As `plan` has found it.
  const schema = await part.entry();
  const entries: { readonly at: number; readonly id: string; readonly entry: Entry }[] = [];
  for (const [at, one] of raw.entries()) {
    const read = schema.safeParse(one);
    if (!read.success) source.addIssues([key, at], read.error.issues, schema);
    else {
      const id = read.data.id ?? part.idOf(prefix + read.data.name);
      const twin = entries.find((other) => other.id === id);
      if (twin) source.add([key, at, read.data.id === undefined ? 'name' : 'id'], `It is there before, in ${key}[${twin.at}]. Give it another name.`);
      entries.push({ at, id, entry: read.data });
    }
  }
  const standing = new Map((await part.all(world)).map((one) => [one.id, one]));
  const idOf = (name: string) => entries.find(({ entry }) => entry.name === name)?.id ?? (standing.has(name) ? name : null);
  const steps: Step[] = [];
  const singles = new Map<string, number>();
  let same = 0;
  for (const { at, id, entry } of entries) {
    const settled = await unfits(source, [key, at], async () => part.settle(entry, await ownOf(entry, world), world, idOf));
    if (!settled) continue;
    const single = part.single?.(settled);
    const other = single === undefined ? undefined : singles.get(single);
    if (other !== undefined) source.add([key, at], `There can be one ${part.one} of this, and ${key}[${other}] is it. Make them one.`);
    if (single !== undefined) singles.set(single, other ?? at);
    // What an index doesn't show yet is there by its key.
    const before = standing.get(id) ?? (await part.get(id, world));
    standing.delete(id);
    if (!before && entry.id !== undefined) source.add([key, at, 'id'], `There is no ${part.one} of this id. Take the line out to make a new one.`);
    else if (!before && part.isOver?.(settled, world.deps.clock.now())) same++;
    else if (!before) steps.push(made(part, prefix, id, settled, world));
    else {
      const fields = differences({ ...before.entry }, { ...settled });
      if (fields.length === 0) same++;
      else steps.push({ change: { does: 'change', what: part.one, name: entry.name, id, fields }, take: () => part.change(id, settled, world) });
    }
  }
  const gone = [...standing.values()].filter(({ id, entry }) => prune || id === part.idOf(prefix + entry.name));
  return { steps: [...steps, ...gone.map((one) => removed(part, one, world))], same, others: standing.size - gone.length };
}

function made(part: Part, prefix: string, id: string, settled: Settled<Entry>, world: World): Step {
  return {
    change: { does: 'make', what: part.one, name: settled.name, id, fields: [] },
    take: () => part.make(prefix + settled.name, settled, world),
  };
}

function removed(part: Part, { id, entry }: Standing, world: World): Step {
  return { change: { does: 'remove', what: part.one, name: entry.name, id, fields: [] }, take: () => part.remove(id, world) };
}

/** Whose an entry is, and where it is told. Throws Unfit. */
async function ownOf({ owner, place }: Entry, { person, place: usual, deps }: World): Promise<Pick<Settled<Entry>, 'owner' | 'place'>> {
  if (place && (place.channel !== usual.channel || place.tenant !== usual.tenant))
    throw new Unfit(['place'], `A file is for one tenant, and this one is for ${usual.channel}/${usual.tenant}. Put it into another file.`);
  const at = { owner: owner === undefined ? person.id : (await ownerOf(owner, deps.store)).id, place: place ? placeOf(place) : usual };
  await speakerAt(at.place, at.owner, deps.store);
  return at;
}

/** What is not the same, one level deep where both have options by name. */
function differences(before: Readonly<Record<string, unknown>>, after: Readonly<Record<string, unknown>>, path = ''): Change['fields'] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key): Change['fields'] => {
    const [from, to] = [before[key], after[key]];
    if (isDeepStrictEqual(plain(from), plain(to))) return [];
    if (isOptions(from) && isOptions(to) && path === '') return differences(from, to, `${key}.`);
    return [{ field: path + key, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) }];
  });
}

const isOptions = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** As the store keeps it: nothing that is undefined. */
const plain = (value: unknown): unknown => (value === undefined ? undefined : JSON.parse(JSON.stringify(value)));

/** Does it; what doesn't fit is told at its place, and answers null. */
async function unfits<T>(source: Source, path: readonly PropertyKey[], does: () => Promise<T>): Promise<T | null> {
  try {
    return await does();
  } catch (error) {
    if (!(error instanceof Unfit)) throw error;
    source.add([...path, ...error.path], error.message);
    return null;
  }
}
