import { command } from '../../shared/command/define.ts';
import { fields, reply } from '../../shared/reply/reply.ts';
import { sayTime } from '../../shared/time/sayWhen.ts';
import { link } from './link.ts';
import { timezone } from './timezone.ts';
import { speak } from './words/speak.ts';

/** `whoami`: what is known of the person who asks. */
export const whoami = command({
  name: 'whoami',
  summary: 'Who you are to me',
  reads: true,
  phrases: ['who am i'],
  examples: ['whoami'],
  label: 'Who am I?',
  in: { de: { summary: 'Wer du für mich bist', label: 'Wer bin ich?', phrases: ['wer bin ich'] } },
  async run(_, { person, links, command: { place, from }, now }) {
    const say = speak(person.locale);
    const others = person.identities === undefined ? [] : (await links.of(person.id)).filter(({ id }) => id !== person.id);
    return reply(person.name ? say.youAre(person.name) : say.byYourId, {
      visibility: 'private',
      fields: fields({
        [say.identity]: person.id,
        [say.role]: person.role,
        [say.groups]: person.groups?.length ? person.groups.join(', ') : undefined,
        [say.linkedToIt]: others.length > 0 ? others.map(({ id }) => id).join(', ') : undefined,
        [say.channel]: place.tenant === '' ? place.channel : `${place.channel} (${place.tenant})`,
        [say.idThere]: from.user,
        [say.zone]: `${person.timeZone}${person.zoneChosen ? say.asChosen : ''}`,
        [say.language]: person.locale,
        [say.nowForYou]: sayTime(now(), person.timeZone),
      }),
      actions: [timezone.with({}, { locale: person.locale }), link.with({}, { locale: person.locale })],
      speech: say.sayYouAre(person.name, person.role),
    });
  },
});
