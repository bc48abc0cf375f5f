import { command } from '../../shared/command/define.ts';
import { wholeText } from '../../shared/command/resolve.ts';
import { worded } from '../../shared/command/worded.ts';
import { may } from '../../shared/people/rights.ts';
import { reply } from '../../shared/reply/reply.ts';
import { help } from './help.ts';
import { speak } from './words/speak.ts';

/** So many, and help: a glance, not a list. */
const suggestedMax = 3;

/** What a person could say: the examples of what they may run, for a channel that offers some before anything was said. */
export const suggest = command({
  name: 'suggest',
  summary: 'A few things that you could say',
  hidden: true,
  run(_, { person, catalogue }) {
    const { locale } = person;
    const suggested = catalogue.all
      .filter(({ name, hidden, access }) => !hidden && name !== help.name && may(person, access))
      .map((one) => ({ command: one.name, ...worded(one, locale) }))
      .flatMap(({ command, label, examples: [example] }) => (example === undefined ? [] : [{ label, command, args: { [wholeText]: example } }]));
    return reply(speak(locale).whatYouCanSay, { actions: [...suggested.slice(0, suggestedMax), help.with({}, { locale })] });
  },
});
