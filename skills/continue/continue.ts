import { command } from '../../shared/command/define.ts';
import { Instead } from '../../shared/command/instead.ts';
import { text } from '../../shared/command/kinds/index.ts';
import { type Reply, reply } from '../../shared/reply/reply.ts';
import { speak } from './words/speak.ts';

/** `continue`: goes on here with the last question that was asked on any channel of one's own, with what was given so far. */
export const goOn = command({
  name: 'continue',
  summary: 'Go on here with what I asked you elsewhere',
  phrases: ['go on', 'continue with {which}', 'continue here'],
  in: {
    de: {
      summary: 'Hier weitermachen, wo ich anderswo gefragt habe',
      label: 'Weitermachen',
      phrases: ['mach hier weiter', 'weitermachen'],
      params: { which: { summary: 'Der Befehl, der gefragt hat; fehlt er, der letzte' } },
    },
  },
  params: { which: text({ optional: true, summary: 'The command that asked; the last when left out' }) },
  examples: ['continue', 'continue remind'],
  label: 'Continue',
  async run({ which = '' }, { questions, command, person, catalogue }): Promise<Reply> {
    const wanted = /^(here|it|that)?$/i.test(which.trim()) ? undefined : (catalogue.byName(which.trim().toLowerCase())?.name ?? '');
    for (const asked of await questions.list(person.id, command)) {
      if (wanted !== undefined && asked.name !== wanted) continue;
      if (!(await questions.take(asked, command))) continue;
      const { name, raw, saidAt, redoes } = asked;
      throw new Instead({ name, raw, saidAt, ...(redoes === undefined ? {} : { redoes }), isResumed: true });
    }
    const say = speak(person.locale);
    return reply(wanted ? say.noneOf(wanted) : say.none);
  },
});
