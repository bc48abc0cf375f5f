import type { Place } from '../../shared/channel/inbound.ts';
import type { CommandId } from '../../shared/command/command.ts';
import type { SkillDeps } from '../../shared/command/skill.ts';
import { VersionConflict } from '../../shared/store/store.ts';
import type { Due } from '../../shared/timers/timers.ts';
import { and, type Incident, incidentOf, incidents, placesMax, timerOf } from './incident.ts';
import { keyOf, notify, type Reach, reachOf, tell } from './telling.ts';

type Deps = Pick<SkillDeps, 'store' | 'timers' | 'inbox' | 'issue' | 'clock' | 'proactive'>;

/** So long a step's messages may take to get through, ms; if none has by then, the next step is taken at once. */
export const throughMs = 60_000;
/** Told again when no step is left, at most so often: a day, every quarter of an hour. */
const remindersMax = 96;

/** The timer of an incident: what is next is done, and its timer set anew. Nothing for one that somebody has, or that is closed. */
export async function fire(due: Due, deps: Deps): Promise<void> {
  const found = await deps.store.get(incidents, incidentOf(due.id));
  if (found?.value.state !== 'open' || found.value.version < due.version) return;
  const { value: incident, version } = found;
  // Died before it was set.
  if (incident.version > due.version) return armed(incident, deps);
  const { steps, taken, last } = incident;
  const waits = (last?.at ?? 0) + (steps[taken]?.afterMs ?? 0) > deps.clock.now();
  if (last && waits && (await gotThrough(last.by, deps.inbox))) return keep({ ...incident, last: { ...last, through: true } }, version, deps);
  await goOn(incident, version, deps);
}

/**
 * Takes the next step of getting through: issues what tells it, and keeps that it was. A step that reaches nobody is followed by the next at once; when none is left, it is told anew
 * where it could be told last. Died inside it is done again, and what was issued is known by its key.
 */
export async function goOn(incident: Incident, expect: number, deps: Deps): Promise<void> {
  let next = incident;
  let reach: Reach = { places: [], notified: [] };
  do {
    const step = next.steps[next.taken];
    reach = step ? await reachOf(step, next, deps) : { places: next.last?.places ?? [], notified: next.last?.notified ?? [] };
    next = taken(next, reach, step === undefined, deps.clock.now());
  } while (isNone(reach) && next.taken < next.steps.length);
  const by: CommandId[] = [];
  // A new message is noticed; one that is changed is not.
  for (const place of reach.places) by.push(await tell(incident, place, stands(incident, place) ? 'anew' : 'state', deps));
  for (const name of reach.notified) by.push(await notify(incident, name, 'anew', deps));
  const { places = [], notified = [] } = isNone(reach) ? (incident.last ?? reach) : reach;
  await keep({ ...next, last: { at: deps.clock.now(), by, through: false, places, notified } }, expect, deps);
}

const isNone = ({ places, notified }: Reach) => places.length === 0 && notified.length === 0;

/** The incident when a step, or a reminder, was told there. */
function taken(incident: Incident, reach: Reach, isReminder: boolean, at: number): Incident {
  const { places, notified } = reach;
  const of = [...places.map(({ channel, user }) => (user === undefined ? channel : `${channel} ${user}`)), ...notified].join(', ');
  const what = isNone(reach) ? 'untold' : isReminder ? 'reminded' : 'told';
  const before = incident.notified ?? [];
  const next = {
    ...incident,
    taken: Math.min(incident.taken + 1, incident.steps.length),
    reminded: incident.reminded + (isReminder ? 1 : 0),
    places: [...incident.places, ...places.filter((place) => !stands(incident, place))].slice(0, placesMax),
    notified: [...before, ...notified.filter((name) => !before.includes(name))].slice(0, placesMax),
  };
  return and(next, { at, what, ...(of === '' ? {} : { of }) });
}

const stands = ({ places }: Incident, place: Place) => places.some((one) => keyOf(one) === keyOf(place));

/** Writes it, and sets its timer; what somebody else wrote meanwhile stands, and says what is to come. */
async function keep(incident: Incident, expect: number, deps: Deps): Promise<void> {
  const next = { ...incident, version: incident.version + 1 };
  try {
    await deps.store.put(incidents, next.id, next, { expect });
  } catch (error) {
    if (error instanceof VersionConflict) return;
    throw error;
  }
  await armed(next, deps);
}

/** Sets the timer of what is next: the next step, or, to see whether this one got through, sooner; else the next reminder. */
export async function armed(incident: Incident, { timers }: Pick<Deps, 'timers'>): Promise<void> {
  const { steps, taken, remindMs, reminded, level, last, version, openedAt } = incident;
  if (level === 'warning' || reminded >= remindersMax) return;
  const next = steps[taken];
  const wait = next === undefined ? remindMs : last && !last.through ? Math.min(next.afterMs, throughMs) : next.afterMs;
  await timers.arm(timerOf(incident), version, (last?.at ?? openedAt) + wait);
}

/** Whether one of these commands has been told: its message is sent, or it had somebody told and is done. */
async function gotThrough(told: readonly CommandId[], inbox: Pick<Deps['inbox'], 'read'>): Promise<boolean> {
  const records = await Promise.all(told.map((id) => inbox.read(id)));
  return records.some((record) => record?.delivery.state === 'sent' || (record?.state === 'done' && record.delivery.state === 'none'));
}
