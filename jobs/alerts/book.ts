import type { Place, Speaker } from '../../shared/channel/inbound.ts';
import type { SkillDeps } from '../../shared/command/skill.ts';
import { tenantsOf } from '../../shared/people/behind.ts';
import { type Person, type PersonId, personId } from '../../shared/people/person.ts';
import { change } from '../../shared/store/change.ts';
import { sortable } from '../../shared/store/sortable.ts';
import { VersionConflict } from '../../shared/store/store.ts';
import { goOn } from './fire.ts';
import { and, type Happening, type Incident, idOf, incidents, type Level, newest, type Step, timerOf } from './incident.ts';
import { type Plan, planOf } from './plan.ts';
import { routeOf } from './route.ts';
import { keyOf, notify, tell } from './telling.ts';

/** What is told of something that is watched. */
export interface Report {
  /** What it is of. */
  readonly key: string;
  readonly state: 'open' | 'update' | 'close';
  readonly what: string;
  readonly why: string;
  readonly level: Level;
  readonly tags: readonly string[];
  /** ms since 1970. */
  readonly at: number;
  readonly from: Speaker;
  readonly person: PersonId;
  readonly place: Place;
}

export interface Incidents {
  /**
   * Opens an incident of a key, updates or closes the one that is open, and has that told. The same report again changes nothing. Answers the incident, or null where there is none to
   * update or close.
   */
  report(report: Report): Promise<Incident | null>;
  /** Somebody has it: nothing escalates any more. The first one who says so; answers the incident as it stands, and whether it was they. Null: there is none, or it is closed. */
  acknowledge(id: string, person: Person): Promise<{ readonly incident: Incident; readonly isTheirs: boolean } | null>;
  /** Nobody has it any more: it goes on from its first step. Null: there is none that somebody has. */
  release(id: string, person: Person): Promise<Incident | null>;
  get(id: string): Promise<Incident | null>;
  /** Whether it was told at this place, directly: there, or by a call. */
  wasTold(incident: Incident, place: Place): Promise<boolean>;
  /** Those that aren't closed of a place's tenant, and of each where a person is at home too, oldest first. May miss what changed in the last seconds. */
  open(place: Place, person: PersonId): Promise<readonly Incident[]>;
  /** The newest of the same, closed ones too. */
  lately(place: Place, person: PersonId, count: number): Promise<readonly Incident[]>;
  /** The newest of the same, 1,000 at most of each tenant, that weren't closed before a range or opened after it. Closed ones are kept for 90 days. */
  within(place: Place, person: PersonId, range: { readonly from: number; readonly to: number }): Promise<readonly Incident[]>;
}

declare module '../../shared/command/context.ts' {
  interface Services {
    incidents: Incidents;
  }
}

/** Waited before the next way is tried, where nothing else was said, ms. */
export const stepMs = 5 * 60_000;
/** Told again so often when no way is left, ms. */
const remindDefaultMs = 15 * 60_000;
const writeTries = 20;
const listedMax = 200;
/** What began so long before a range is looked through for what went on in it, ms. */
const longestMs = 30 * 86_400_000;

/** Where it was asked for; then whose it is, wherever they want to be found, and by each further way that they have linked. */
export const defaultSteps = (place: Place, person: PersonId): readonly Step[] => [
  { afterMs: 0, targets: [{ to: 'place', place }] },
  ...[0, 1, 2, 3].map((way) => ({ afterMs: stepMs, targets: [{ to: 'person', person, way } as const] })),
];

/** Those of the route that fits; where it was asked for comes last, if the route doesn't go there: nothing is told nowhere. */
function stepsOf({ level, tags, at, place, person }: Report, { routes }: Plan): readonly Step[] {
  const route = routeOf(routes, { level, tags }, at);
  if (!route) return defaultSteps(place, person);
  const { steps } = route;
  const isHere = steps.some(({ targets }) => targets.some((one) => one.to === 'place' && keyOf(one.place) === keyOf(place)));
  return isHere ? steps : [...steps, { afterMs: stepMs, targets: [{ to: 'place', place }] }];
}

export function incidentBook(deps: SkillDeps): Incidents {
  const { store, timers, clock } = deps;

  /** Shows what has become of it wherever its message stands. */
  async function shown(incident: Incident): Promise<Incident> {
    for (const place of incident.places) await tell(incident, place, 'state', deps);
    // What is open is told to them by its steps.
    if (incident.state !== 'open') for (const name of incident.notified ?? []) await notify(incident, name, 'state', deps);
    return incident;
  }

  /** `before`: the one that was opened last, as it was read. Who opens another at the same moment opens the one that stands. */
  async function opened(report: Report, before: string | undefined): Promise<Incident | null> {
    const { state: _, at, ...of } = report;
    const key = ofSpeaker(report);
    const id = idOf(key, at);
    const found = await store.get(incidents, id);
    // Told late, or once more.
    if (found?.value.state === 'closed') return found.value;
    const { value: mark } = await change(store, newest, key, (now) => (now?.id === before && now?.id !== id ? { id } : null), writeTries);
    if (mark && mark.id !== id) return update(mark.id, report);
    const fresh: Incident = {
      ...of,
      id,
      state: 'open',
      openedAt: at,
      steps: stepsOf(report, await planOf(store, report.place)),
      remindMs: remindDefaultMs,
      taken: 0,
      reminded: 0,
      places: [],
      happened: [{ at, what: 'opened', of: report.why }],
      version: 1,
    };
    const version = found?.version ?? (await put(fresh));
    const stands = found?.value ?? fresh;
    // Also when it was there: the process may have died between the two.
    if (stands.taken === 0 && stands.state === 'open') await goOn(stands, version, deps);
    return (await store.get(incidents, id))?.value ?? stands;
  }

  async function put(incident: Incident): Promise<number> {
    try {
      return await store.put(incidents, incident.id, incident, { expect: 0 });
    } catch (error) {
      const other = error instanceof VersionConflict ? await store.get(incidents, incident.id) : null;
      if (other) return other.version;
      throw error;
    }
  }

  /** Changes it, if `to` has a change to make, and shows that; also what was changed before, for whoever did so may have died then: what was shown is known by its version. */
  async function changed(id: string, to: (before: Incident) => Incident | null): Promise<{ incident: Incident; isWritten: boolean } | null> {
    const { value, isWritten } = await change(
      store,
      incidents,
      id,
      (before) => {
        const after = before && to(before);
        return after && { ...after, version: after.version + 1 };
      },
      writeTries,
    );
    if (!value) return null;
    return { incident: await shown(value), isWritten };
  }

  async function update(id: string, report: Report): Promise<Incident | null> {
    return (await changed(id, (before) => (before.state === 'closed' ? null : updated(before, report))))?.incident ?? null;
  }

  return {
    async report(report) {
      const { at, why } = report;
      const key = ofSpeaker(report);
      const mark = (await store.get(newest, key))?.value;
      const standing = mark && (await store.get(incidents, mark.id))?.value;
      const open = standing && standing.state !== 'closed' ? standing : undefined;
      if (report.state === 'open') return open && open.id !== idOf(key, at) ? update(open.id, report) : opened(report, mark?.id);
      if (!open) return standing && report.state === 'close' && standing.closedAt === at ? shown(standing) : null;
      if (report.state === 'update') return update(open.id, report);
      const closed = await changed(open.id, (before) =>
        before.state === 'closed' ? null : and({ ...before, state: 'closed', closedAt: at, why }, { at, what: 'closed', of: why }),
      );
      await timers.disarm(timerOf(open));
      return closed?.incident ?? null;
    },
    async acknowledge(id, person) {
      const at = clock.now();
      const name = person.name ?? person.id;
      const done = await changed(id, (before) =>
        before.state === 'open'
          ? and({ ...before, state: 'acknowledged', by: { person: person.id, name, at } }, { at, what: 'acknowledged', of: name })
          : null,
      );
      if (!done || done.incident.state === 'closed') return null;
      await timers.disarm(timerOf(done.incident));
      return { incident: done.incident, isTheirs: done.incident.by?.person === person.id };
    },
    async release(id, person) {
      const at = clock.now();
      const done = await changed(id, (before) => {
        const { by: _, ...rest } = before;
        const happening: Happening = { at, what: 'released', ...(person.name === undefined ? {} : { of: person.name }) };
        return before.state === 'acknowledged' ? and({ ...rest, state: 'open', taken: 0 }, happening) : null;
      });
      if (!done?.isWritten) return null;
      const found = await store.get(incidents, id);
      if (found) await goOn(found.value, found.version, deps);
      return done.incident;
    },
    async wasTold({ places, notified = [], place: of }, place) {
      if (place.direct !== true) return false;
      if (places.some((one) => keyOf(one) === keyOf(place))) return true;
      const { notifiers } = await planOf(store, of);
      return notifiers.some(({ name, kind, shown }) => kind === 'call' && shown === place.conversation && notified.includes(name));
    },
    get: async (id) => (await store.get(incidents, id))?.value ?? null,
    open: async (place, person) => {
      const tenants = await tenantsOf(store, person, place);
      const pages = await Promise.all(tenants.map((partition) => store.query(incidents, { index: 'open', partition, limit: listedMax })));
      return pages.flatMap(({ items }) => items.map(({ value }) => value)).sort((one, other) => one.openedAt - other.openedAt);
    },
    lately: async (place, person, limit) => {
      const tenants = await tenantsOf(store, person, place);
      const pages = await Promise.all(tenants.map((partition) => store.query(incidents, { index: 'tenant', partition, descending: true, limit })));
      return pages
        .flatMap(({ items }) => items.map(({ value }) => value))
        .sort((one, other) => other.openedAt - one.openedAt)
        .slice(0, limit);
    },
    async within(place, person, { from, to }) {
      const began = { from: sortable(Math.max(0, from - longestMs)), to: sortable(to) };
      const tenants = await tenantsOf(store, person, place);
      const pages = await Promise.all(
        tenants.map((partition) => store.query(incidents, { index: 'tenant', partition, descending: true, limit: 1_000, ...began })),
      );
      return pages.flatMap(({ items }) => items.map(({ value }) => value)).filter(({ closedAt = to }) => closedAt > from);
    },
  };
}

/** The same, with what is known now; nothing to write when nothing changed. */
function updated(before: Incident, { what, why, level, tags, at }: Report): Incident | null {
  if (before.why === why && before.level === level && before.what === what) return null;
  return and({ ...before, what, why, level, tags }, { at, what: 'updated', of: why });
}

/** Under which a report's incident is found: with whose it is, so that nobody opens or closes what is somebody else's by naming its key. */
const ofSpeaker = ({ key, place, from }: Pick<Report, 'key' | 'place' | 'from'>) => `${personId(place, from.user)}/${key}`;
