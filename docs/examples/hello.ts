import { command } from 'bellhop/shared/command/define.ts';
import { choice, text } from 'bellhop/shared/command/kinds/index.ts';
import { type Reply, reply } from 'bellhop/shared/reply/reply.ts';
import { marked } from 'bellhop/shared/reply/text.ts';

const greetings = { english: 'Hello', german: 'Hallo', french: 'Bonjour' } as const;

/** `hello Kim`: greets someone, in a language of their choice. */
export const hello = command({
  name: 'hello',
  summary: 'Greet someone',
  phrases: ['hello {name}', 'say hello to {name}', 'say hello to {name} in {language}'],
  params: {
    name: text({ ask: 'Whom should I greet?', summary: 'Who is greeted' }),
    language: choice({ of: ['english', 'german', 'french'], default: 'english', summary: 'The language' }),
  },
  examples: ['hello Kim', 'say hello to Kim in german'],
  run: ({ name, language }): Reply =>
    reply(marked`${greetings[language]}, *${name}*!`, {
      actions: [hello.with({ name, language: 'french' }, { label: 'In French' })],
    }),
});
