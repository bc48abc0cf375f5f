import { command } from '../../shared/command/define.ts';
import { type Reply, reply } from '../../shared/reply/reply.ts';
import { speak } from './words/speak.ts';

/** `test_alert`: an incident that is none, so that people see that alerts get through, and which way they take. */
export const testAlert = command({
  name: 'test_alert',
  summary: 'Try whether alerts get through',
  phrases: ['test alert', 'send a test alert', 'try an alert'],
  examples: ['test alert'],
  label: 'Test alert',
  access: 'member',
  repeat: 'keyed',
  in: { de: { summary: 'Probiert, ob Alarme ankommen', label: 'Testalarm', phrases: ['testalarm', 'schick einen testalarm'] } },
  async run(_, { incidents, command: { from, place, saidAt }, person, idempotencyKey }): Promise<Reply> {
    const say = speak(person.locale);
    await incidents.report({
      key: `test/${idempotencyKey}`,
      state: 'open',
      what: say.test,
      why: say.testWhy,
      level: 'error',
      tags: ['test'],
      at: saidAt,
      from,
      person: person.id,
      place,
    });
    return reply(say.testSent, { visibility: 'private' });
  },
});
