import { command } from '../../shared/command/define.ts';
import { fields, reply } from '../../shared/reply/reply.ts';
import { sayWhen } from '../../shared/time/sayWhen.ts';
import { link } from './link.ts';
import { timezone } from './timezone.ts';

/** `whoami`: what is known of the person who asks. */
export const whoami = command({
  name: 'whoami',
  summary: 'Who you are to me',
  phrases: ['who am i'],
  examples: ['whoami'],
  label: 'Who am I?',
  async run(_, { person, links, command: { place, from }, now }) {
    const others = person.identities === undefined ? [] : (await links.of(person.id)).filter(({ id }) => id !== person.id);
    return reply(person.name ? `You are ${person.name}.` : 'I know you by your id here.', {
      visibility: 'private',
      fields: fields({
        Identity: person.id,
        Role: person.role,
        Groups: person.groups?.length ? person.groups.join(', ') : undefined,
        'Linked to it': others.length > 0 ? others.map(({ id }) => id).join(', ') : undefined,
        Channel: place.tenant === '' ? place.channel : `${place.channel} (${place.tenant})`,
        'Your id there': from.user,
        'Time zone': `${person.timeZone}${person.zoneChosen ? ', as you chose' : ''}`,
        Language: person.locale,
        'Now, for you': sayWhen(now(), person.timeZone, now()).replace('today at ', ''),
      }),
      actions: [timezone.with(), link.with()],
      speech: `You are ${person.name ?? 'someone whose name I do not know'}, with the role ${person.role}.`,
    });
  },
});
