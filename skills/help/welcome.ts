import { command } from '../../shared/command/define.ts';
import { atLeast } from '../../shared/people/role.ts';
import { reply } from '../../shared/reply/reply.ts';
import { marked, type Span } from '../../shared/reply/text.ts';
import { help } from './help.ts';

/** Someone opened a conversation: a greeting, and three things to try. */
export const welcome = command({
  name: 'welcome',
  summary: 'Say hello',
  hidden: true,
  run(_, { person, catalogue }) {
    const tries = catalogue.all
      .filter((definition) => !definition.hidden && definition.name !== 'help' && atLeast(person.role, definition.access ?? 'guest'))
      .flatMap(({ examples, summary }) => (examples?.[0] ? [{ example: examples[0], summary }] : []))
      .slice(0, 2);
    const lines = [...tries, { example: 'help', summary: help.summary }];
    return reply(
      [
        `Hello${person.name ? ` ${person.name}` : ''}, I am Bellhop. Try:`,
        ...lines.flatMap(({ example, summary }): readonly Span[] => ['\n', ...marked`\`${example}\` – ${summary}`]),
      ],
      {
        actions: [help.with()],
        speech: `Hello, I am Bellhop. You can say: ${lines.map(({ example }) => example).join('. Or: ')}. What would you like?`,
        asks: true,
      },
    );
  },
});
