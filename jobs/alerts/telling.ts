import type { Place } from '../../shared/channel/inbound.ts';
import type { CommandId } from '../../shared/command/command.ts';
import type { SkillDeps } from '../../shared/command/skill.ts';
import { approversOf } from '../../shared/people/approvers.ts';
import { homesOf } from '../../shared/people/behind.ts';
import { type Person, people } from '../../shared/people/person.ts';
import { type Member, onDuty } from './duty.ts';
import type { Incident, Step, Target } from './incident.ts';
import { planOf } from './plan.ts';

/** The hidden command that tells an incident at a place; skills/alerts defines it. */
export const alertCommand = 'alert';

/** The hidden command that has a notifier tell an incident; skills/alerts defines it. */
export const notifyCommand = 'notify';

/** The hidden command that tells an admin who is on duty and has no channel; skills/alerts defines it. */
export const unreachableCommand = 'duty_unreachable';

type Deps = Pick<SkillDeps, 'store' | 'proactive' | 'issue' | 'clock'>;

/** Admins who are told of one. */
const adminsMax = 5;

/** How it is told: its message as it stands, changed where it stands already; or anew, for it must be noticed. */
export type Telling = 'state' | 'anew';

/** Where an incident can be told now: places, and notifiers by their names. */
export interface Reach {
  readonly places: readonly Place[];
  readonly notified: readonly string[];
}

/** What of a step can be told now. */
export async function reachOf({ targets }: Step, incident: Incident, deps: Deps): Promise<Reach> {
  const { notifiers } = await planOf(deps.store, incident.place);
  const named = targets.flatMap((one) => (one.to === 'notifier' && notifiers.some(({ name }) => name === one.name) ? [one.name] : []));
  return { places: (await Promise.all(targets.map((target) => placesOf(target, incident, deps)))).flat(), notified: named };
}

/** Where a target of an incident can be told now. None: they can't be found anywhere; an admin then hears of who is on duty and can't be told anything at all. */
async function placesOf(target: Target, incident: Incident, deps: Deps): Promise<readonly Place[]> {
  const { store, proactive, clock } = deps;
  if (target.to === 'notifier') return [];
  if (target.to === 'place') {
    const { message: _, ...place } = target.place;
    return proactive(place.channel) ? [place] : [];
  }
  const { way = 0 } = target;
  const rotation = target.to === 'duty' ? (await planOf(store, incident.place)).rotations.find(({ name }) => name === target.rotation) : undefined;
  const person = target.to === 'duty' ? rotation && onDuty(rotation, clock.now()) : { person: target.person, name: target.name ?? '' };
  if (!person) return [];
  const homes = (await homesOf(store, person.person)).filter(({ channel }) => proactive(channel));
  if (rotation && homes.length === 0) await tellAdmins(person, rotation.name, incident, deps);
  return homes.slice(way, way + 1);
}

/** Someone is on duty, and can be told nothing: those who can mend it hear so, once an incident. */
async function tellAdmins({ person, name }: Member, rotation: string, incident: Incident, { store, proactive, issue, clock }: Deps): Promise<void> {
  const known = await store.get<Person>(people, person);
  const admins = await approversOf(store, known?.value ?? { id: person, role: 'guest', locale: 'en', timeZone: 'UTC' }, 'admin');
  for (const { person: admin, home } of admins.slice(0, adminsMax)) {
    if (!home || !proactive(home.channel)) continue;
    await issue({
      key: `incident/${incident.id}/unreachable/${person}/${admin.id}`,
      name: unreachableCommand,
      raw: { args: { who: name, rotation, what: incident.what } },
      from: { ...incident.from, ...(home.user === undefined ? {} : { user: home.user }) },
      place: home,
      priority: 'alert',
      saidAt: clock.now(),
    });
  }
}

/** Issues the command that tells it there, once for each version of it. */
export function tell(incident: Incident, place: Place, how: Telling, { issue, clock }: Pick<SkillDeps, 'issue' | 'clock'>): Promise<CommandId> {
  const { id, version, from } = incident;
  return issue({
    key: `incident/${id}/${version}/${how}/${keyOf(place)}`,
    name: alertCommand,
    raw: { args: { which: id, how } },
    from: place.user === undefined ? from : { ...from, user: place.user },
    place,
    priority: 'alert',
    saidAt: clock.now(),
  });
}

/** Issues the command that has a notifier tell it, once for each version of it. */
export function notify(incident: Incident, name: string, how: Telling, { issue, clock }: Pick<SkillDeps, 'issue' | 'clock'>): Promise<CommandId> {
  const { id, version, from, place } = incident;
  const { message: _, ...here } = place;
  return issue({
    key: `incident/${id}/${version}/${how}/by/${name}`,
    name: notifyCommand,
    raw: { args: { which: id, by: name } },
    from,
    place: here,
    priority: 'alert',
    saidAt: clock.now(),
  });
}

/** A conversation and its thread: what makes two places one. */
export const keyOf = ({ channel, bot, tenant, conversation, thread = '' }: Place) => [channel, bot, tenant, conversation, thread].join('|');
