import type { Place } from '../../shared/channel/inbound.ts';
import type { CommandId } from '../../shared/command/command.ts';
import type { SkillDeps } from '../../shared/command/skill.ts';
import { homesOf } from '../../shared/people/behind.ts';
import type { Incident, Target } from './incident.ts';

/** The hidden command that tells an incident at a place; skills/alerts defines it. */
export const alertCommand = 'alert';

/** How it is told: its message as it stands, changed where it stands already; or anew, for it must be noticed. */
export type Telling = 'state' | 'anew';

/** Where a target can be told now: the places in the order they are tried. None: they can't be found anywhere. */
export async function placesOf(target: Target, { store, proactive }: Pick<SkillDeps, 'store' | 'proactive'>): Promise<readonly Place[]> {
  if (target.to === 'place') {
    const { message: _, ...place } = target.place;
    return proactive(place.channel) ? [place] : [];
  }
  const homes = (await homesOf(store, target.person)).filter(({ channel }) => proactive(channel));
  const { way = 0 } = target;
  return homes.slice(way, way + 1);
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

/** A conversation and its thread: what makes two places one. */
export const keyOf = ({ channel, bot, tenant, conversation, thread = '' }: Place) => [channel, bot, tenant, conversation, thread].join('|');
