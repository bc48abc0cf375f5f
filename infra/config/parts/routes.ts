import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Step, Target } from '../../../jobs/alerts/incident.ts';
import type { Route } from '../../../jobs/alerts/route.ts';
import { ownerOf } from '../owner.ts';
import {
  entryFields,
  lasting,
  length,
  msOf,
  nameOf,
  type Part,
  placeEntry,
  placeOf,
  type Settled,
  type Standing,
  sayMs,
  type World,
} from '../part.ts';
import { Unfit } from '../unfit.ts';

const time = z.string().regex(/^([01]\d|2[0-4]):[0-5]\d$/, 'Write a time of day like "22:00".');

const target = z.union(
  [
    z.enum(['here', 'owner']),
    z.strictObject({ place: placeEntry }),
    z.strictObject({ person: z.string() }),
    z.strictObject({ duty: z.string() }),
    z.strictObject({ notifier: z.string() }),
  ],
  { error: 'Write here, owner, { person: channel/tenant/user }, { duty: a rotation }, { notifier: its name } or { place: … }.' },
);

const common = z.strictObject({
  ...entryFields,
  level: z.enum(['error', 'warning']).optional().describe('Only incidents of this level.'),
  tags: z.array(z.string().min(1)).max(30).optional().describe('Only incidents that have all of these.'),
  hours: z
    .strictObject({ from: time, to: time, days: z.array(z.int().min(1).max(7)).optional(), timeZone: z.string().optional() })
    .optional()
    .describe('Only in these hours; days by number, 1 is Monday, every day unless said.'),
  steps: z
    .array(z.strictObject({ after: length.optional(), to: z.array(target).min(1) }))
    .min(1)
    .max(10)
    .describe('Who is told, step by step, until somebody has it.'),
});
type RouteEntry = z.infer<typeof common>;

/** Whom incidents are told. Of what a route is for there is one route: another one for the same stands in its place. */
export const routesPart: Part<RouteEntry> = {
  key: 'routes',
  one: 'route',
  usual: { tags: [] },
  entry: async () => common,
  idOf: (key) => createHash('sha256').update(key).digest('hex').slice(0, 24),
  async settle({ id: _id, owner, place, ...given }, _at, world) {
    if (owner !== undefined || place !== undefined)
      throw new Unfit([owner === undefined ? 'place' : 'owner'], 'A route is the tenant’s: whom it tells stands in its steps.');
    const { routes: _, rotations, notifiers } = await world.services.alertPlans.get(world.place);
    const steps = await Promise.all(
      given.steps.map(async ({ after, to }, i) => ({
        after: sayMs(after === undefined ? (i === 0 ? 0 : 5 * 60_000) : msOf(after, 'steps')),
        to: await Promise.all(to.map((one) => whole(one))),
      })),
    );
    const { level, hours } = given;
    return {
      ...own(world),
      name: given.name,
      ...(level === undefined ? {} : { level }),
      tags: [...new Set((given.tags ?? []).map((tag) => tag.toLowerCase()))].sort(),
      ...(hours === undefined ? {} : { hours: { ...hours, days: hours.days ?? [], timeZone: hours.timeZone ?? world.person.timeZone } }),
      steps,
    };

    async function whole(one: z.infer<typeof target>): Promise<z.infer<typeof target>> {
      if (one === 'here') return { place: world.place };
      if (one === 'owner') return { person: world.person.id };
      if ('place' in one) return { place: placeOf(one.place) };
      if ('person' in one) return { person: (await ownerOf(one.person, world.deps.store, ['steps'])).id };
      const isKnown = 'duty' in one ? rotations.some(({ name }) => name === one.duty) : notifiers.some(({ name }) => name === one.notifier);
      if (!isKnown) throw new Unfit(['steps'], 'duty' in one ? `There is no rotation "${one.duty}".` : `There is no notifier "${one.notifier}".`);
      return one;
    }
  },
  single: (settled) => JSON.stringify(whichOf(settled)),
  all,
  get: async (id, world) => (await all(world)).find((one) => one.id === id) ?? null,
  async make(key, settled, world) {
    await put(routesPart.idOf(key), settled, world);
  },
  change: put,
  async remove(id, { services, place }) {
    await services.alertPlans.change(place, (plan) => ({ ...plan, routes: plan.routes.filter((one) => idIn(one) !== id) }));
  },
};

const own = ({ person, place }: World) => ({ owner: person.id, place });

/** One that was made by chat is known by what it is for. */
const idIn = ({ made, which }: Route) => made?.id ?? routesPart.idOf(JSON.stringify(which));

async function all(world: World): Promise<readonly Standing<RouteEntry>[]> {
  const { routes } = await world.services.alertPlans.get(world.place);
  return routes.map((one) => ({ id: idIn(one), entry: entryOf(one, world) }));
}

function entryOf({ which: { level, tags, hours }, steps, made }: Route, world: World): Settled<RouteEntry> {
  const called = [level ?? 'everything', ...tags, ...(hours ? [`${hours.from}-${hours.to}`] : [])].join(' ');
  return {
    ...own(world),
    name: nameOf(made?.name ?? called),
    ...(level === undefined ? {} : { level }),
    tags: [...tags],
    ...(hours === undefined ? {} : { hours: { ...hours, days: [...hours.days] } }),
    steps: steps.map(({ afterMs, targets }) => ({ after: sayMs(afterMs), to: targets.map(targetOf) })),
  };
}

function targetOf(given: Target): z.infer<typeof target> {
  if (given.to === 'place') return { place: lasting(given.place) };
  if (given.to === 'person') return { person: given.person };
  return given.to === 'duty' ? { duty: given.rotation } : { notifier: given.name };
}

function whichOf({ level, tags = [], hours }: Settled<RouteEntry>): Route['which'] {
  return {
    ...(level === undefined ? {} : { level }),
    tags,
    ...(hours === undefined ? {} : { hours: { from: hours.from, to: hours.to, days: hours.days ?? [], timeZone: hours.timeZone ?? 'UTC' } }),
  };
}

async function put(id: string, settled: Settled<RouteEntry>, { services, deps, place }: World): Promise<void> {
  const { name } = settled;
  const which = whichOf(settled);
  const told = new Map<string, number>();
  const steps: Step[] = [];
  for (const { after, to } of settled.steps) {
    const targets: Target[] = [];
    for (const one of to) targets.push(await wanted(one));
    steps.push({ afterMs: after === undefined ? 0 : msOf(after, 'steps'), targets });
  }
  await services.alertPlans.change(place, (plan) => ({
    ...plan,
    routes: [
      ...plan.routes.filter((one) => idIn(one) !== id && JSON.stringify(one.which) !== JSON.stringify(which)),
      { which, steps, made: { id, name } },
    ],
  }));

  async function wanted(one: z.infer<typeof target>): Promise<Target> {
    if (one === 'here' || one === 'owner') return { to: 'place', place };
    if ('place' in one) return { to: 'place', place: placeOf(one.place) };
    if ('duty' in one) return nth({ to: 'duty', rotation: one.duty }, `duty ${one.duty}`);
    if ('notifier' in one) return { to: 'notifier', name: one.notifier };
    const { id: person, name: called } = await ownerOf(one.person, deps.store);
    return nth({ to: 'person', person, name: called ?? person }, person);
  }

  /** Told again later, someone is told by the next of their ways. */
  function nth<T extends object>(one: T, who: string): T & { way?: number } {
    const way = told.get(who) ?? 0;
    told.set(who, way + 1);
    return way === 0 ? one : { ...one, way };
  }
}
