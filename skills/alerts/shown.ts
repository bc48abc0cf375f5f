import type { Context } from '../../shared/command/context.ts';
import { fields, type Reply, reply } from '../../shared/reply/reply.ts';
import { sayLength } from '../../shared/time/sayLength.ts';
import { sayTime, sayWhen } from '../../shared/time/sayWhen.ts';
import { acknowledge, release, timeline } from './take.ts';
import { speak } from './words/speak.ts';

export type Incident = NonNullable<Awaited<ReturnType<Context['incidents']['get']>>>;

/** What stands about an incident: what is wrong, since when, who has it, and the buttons to take it. `anew`: a message of its own, so that it is noticed. */
export function shown(incident: Incident, { person: { locale, timeZone }, now }: Context, how: 'state' | 'anew'): Reply {
  const say = speak(locale);
  const { id, what, why, openedAt, closedAt, by, state } = incident;
  const length = sayLength((closedAt ?? now()) - openedAt, locale);
  const about = how === 'state' ? { about: `incident:${id}` } : {};
  const since = sayWhen(openedAt, timeZone, now(), locale);
  const whole = timeline.with({ which: id }, { locale, label: say.timeline });
  if (state === 'closed')
    return reply(say.over(what, length), {
      ...about,
      severity: 'success',
      fields: fields({ [say.fields.since]: since, [say.fields.lasted]: length, [say.fields.by]: by?.name }),
      actions: [whole],
      speech: say.over(what, length),
    });
  if (state === 'acknowledged' && by)
    return reply(say.has(by.name, what), {
      ...about,
      severity: 'warning',
      fields: fields({ [say.fields.why]: why, [say.fields.since]: since, [say.fields.by]: `${by.name}, ${sayTime(by.at, timeZone)}` }),
      actions: [release.with({ which: id }, { locale, label: say.giveBack }), whole],
      speech: say.has(by.name, what),
    });
  const said = how === 'anew' ? say.again(what, length) : `${what}: ${why}`;
  return reply(said, {
    ...about,
    severity: incident.level,
    fields: fields({ ...(how === 'anew' ? { [say.fields.why]: why } : {}), [say.fields.since]: since }),
    actions: [acknowledge.with({ which: id }, { locale, label: say.have, style: 'primary' }), whole],
    speech: `${said}. ${say.sayHave}`,
  });
}
