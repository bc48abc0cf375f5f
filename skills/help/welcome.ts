import type { Context } from '../../shared/command/context.ts';
import { command } from '../../shared/command/define.ts';
import { worded } from '../../shared/command/worded.ts';
import { speakerId } from '../../shared/people/person.ts';
import { may } from '../../shared/people/rights.ts';
import { type Reply, reply } from '../../shared/reply/reply.ts';
import { marked, type Span } from '../../shared/reply/text.ts';
import { answer } from '../answer/answer.ts';
import { telling } from '../answer/telling.ts';
import { help } from './help.ts';
import { speak } from './words/speak.ts';

/** Someone opened a conversation: what was kept for them while nothing reached them; else a greeting, and three things to try. */
export const welcome = command({
  name: 'welcome',
  summary: 'Say hello',
  hidden: true,
  async run(_, context): Promise<Reply> {
    const { command: asked, kept, person, now } = context;
    const { locale, timeZone } = person;
    const say = speak(locale);
    const { told, more, running } = await kept.tell(speakerId(person), asked.id);
    if (told.length === 0) return greeting(context, running > 0 ? say.stillWorking : '');
    const all = telling(told, say.whileAway, { timeZone, locale, now: now() });
    return { ...all, actions: [...(all.actions ?? []), (more > 0 ? answer : help).with({}, { locale })], asks: true };
  },
});

function greeting({ person, catalogue }: Context, first: string): Reply {
  const { locale } = person;
  const say = speak(locale);
  const tries = catalogue.all
    .filter((definition) => !definition.hidden && definition.name !== 'help' && may(person, definition.access))
    .map((definition) => worded(definition, locale))
    .flatMap(({ examples, summary }) => (examples[0] ? [{ example: examples[0], summary }] : []))
    .slice(0, 2);
  const lines = [...tries, { example: 'help', summary: worded(help, locale).summary }];
  return reply(
    [say.hello(person.name, first), ...lines.flatMap(({ example, summary }): readonly Span[] => ['\n', ...marked`\`${example}\` – ${summary}`])],
    {
      actions: [help.with({}, { locale })],
      speech: say.sayHello(
        first,
        lines.map(({ example }) => example),
      ),
      asks: true,
    },
  );
}
