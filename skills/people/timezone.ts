import { command } from '../../shared/command/define.ts';
import { timeZone } from '../../shared/command/kinds/index.ts';
import { reply } from '../../shared/reply/reply.ts';
import { sayWhen } from '../../shared/time/sayWhen.ts';

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
  async run({ zone }, { person, profiles, now }) {
    await profiles.chooseZone(person, zone);
    const time = sayWhen(now(), zone, now()).replace('today at ', '');
    return reply(`Your time zone is ${zone} now. It is ${time} there. Reminders you already have stay at their instant.`, {
      severity: 'success',
      visibility: 'private',
      speech: `All right. It is ${time} where you are.`,
    });
  },
});
