import { command } from '../../shared/command/define.ts';
import { timeZone } from '../../shared/command/kinds/index.ts';
import { reply } from '../../shared/reply/reply.ts';
import { sayTime } from '../../shared/time/sayWhen.ts';
import { speak } from './words/speak.ts';

/** `timezone Berlin`: sets the zone that one's times are read and said in; what platforms tell no longer changes it. */
export const timezone = command({
  name: 'timezone',
  summary: 'Set your time zone',
  phrases: ['my time zone is {zone}', 'set my time zone to {zone}', 'set timezone to {zone}'],
  params: {
    zone: timeZone({ ask: 'Where are you? The name of a large city in your time zone will do.', summary: 'A large city in it, or its IANA name' }),
  },
  examples: ['timezone Berlin', 'timezone America/New_York'],
  label: 'Set time zone',
  in: {
    de: {
      summary: 'Deine Zeitzone wählen',
      label: 'Zeitzone wählen',
      phrases: ['meine zeitzone ist {zone}', 'stell meine zeitzone auf {zone}'],
      params: {
        zone: { ask: 'Wo bist du? Der Name einer großen Stadt in deiner Zeitzone genügt.', summary: 'Eine große Stadt darin, oder ihr IANA-Name' },
      },
    },
  },
  async run({ zone }, { person, profiles, now }) {
    await profiles.chooseZone(person, zone);
    const say = speak(person.locale);
    const time = sayTime(now(), zone);
    return reply(say.zoneIs(zone, time), {
      severity: 'success',
      visibility: 'private',
      speech: say.sayZoneIs(time),
    });
  },
});
