import { command } from '../../shared/command/define.ts';
import { fields, reply } from '../../shared/reply/reply.ts';
import { sayWhen } from '../../shared/time/sayWhen.ts';
import { timezone } from './timezone.ts';

/** `whoami`: what is known of the person who asks. */
export const whoami = command({
  name: 'whoami',
  summary: 'Who you are to me',
  phrases: ['who am i'],
  examples: ['whoami'],
  label: 'Who am I?',
  run: (_, { person, command: { place, from }, now }) =>
    reply(person.name ? `You are ${person.name}.` : 'I know you by your id here.', {
      visibility: 'private',
      fields: fields({
        Identity: person.id,
        Role: person.role,
        Channel: place.tenant === '' ? place.channel : `${place.channel} (${place.tenant})`,
        'Your id there': from.user,
        'Time zone': `${person.timeZone}${person.zoneChosen ? ', as you chose' : ''}`,
        Language: person.locale,
        'Now, for you': sayWhen(now(), person.timeZone, now()).replace('today at ', ''),
      }),
      actions: [timezone.with()],
      speech: `You are ${person.name ?? 'someone whose name I do not know'}, with the role ${person.role}.`,
    }),
});
