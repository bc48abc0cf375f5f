import type { Context } from '../../shared/command/context.ts';
import { command } from '../../shared/command/define.ts';
import { speakerId } from '../../shared/people/person.ts';
import { may } from '../../shared/people/rights.ts';
import { type Reply, reply } from '../../shared/reply/reply.ts';
import { marked, type Span } from '../../shared/reply/text.ts';
import { answer } from '../answer/answer.ts';
import { telling } from '../answer/telling.ts';
import { help } from './help.ts';

/** Someone opened a conversation: what was kept for them while nothing reached them; else a greeting, and three things to try. */
export const welcome = command({
  name: 'welcome',
  summary: 'Say hello',
  hidden: true,
  async run(_, context): Promise<Reply> {
    const { command: asked, kept, person, now } = context;
    const { told, more, running } = await kept.tell(speakerId(person), asked.id);
    if (told.length === 0) return greeting(context, running > 0 ? 'I am still working on what you asked. ' : '');
    const all = telling(told, 'While you were away', { timeZone: person.timeZone, now: now() });
    return { ...all, actions: [...(all.actions ?? []), ...(more > 0 ? [answer.with()] : [help.with()])], asks: true };
  },
});

function greeting({ person, catalogue }: Context, first: string): Reply {
  const tries = catalogue.all
    .filter((definition) => !definition.hidden && definition.name !== 'help' && may(person, definition.access))
    .flatMap(({ examples, summary }) => (examples?.[0] ? [{ example: examples[0], summary }] : []))
    .slice(0, 2);
  const lines = [...tries, { example: 'help', summary: help.summary }];
  return reply(
    [
      `Hello${person.name ? ` ${person.name}` : ''}, I am Bellhop. ${first}Try:`,
      ...lines.flatMap(({ example, summary }): readonly Span[] => ['\n', ...marked`\`${example}\` – ${summary}`]),
    ],
    {
      actions: [help.with()],
      speech: `Hello, I am Bellhop. ${first}You can say: ${lines.map(({ example }) => example).join('. Or: ')}. What would you like?`,
      asks: true,
    },
  );
}
