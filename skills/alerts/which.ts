import type { Context } from '../../shared/command/context.ts';
import { isId, named } from '../../shared/command/named.ts';
import { type Reply, reply } from '../../shared/reply/reply.ts';
import { shorten } from '../../shared/reply/text.ts';
import { speak } from './words/speak.ts';

type Incident = Awaited<ReturnType<Context['incidents']['open']>>[number];

/** Incidents to choose from at once. */
const choicesMax = 10;
/** Closed ones that are looked through for words. */
const latelyMax = 50;

/** Does something with the one incident that words name: the only one that is open, where there are none. Answers which ones fit where it isn't one. `closedToo`: also one that is over. */
export async function theOne(
  words: string | undefined,
  context: Context,
  todo: (incident: Incident) => Promise<Reply>,
  { closedToo = false } = {},
): Promise<Reply> {
  const say = speak(context.person.locale);
  const found = await matching((words ?? '').trim(), context, closedToo);
  const [only, second] = found;
  if (only && second) {
    const { name } = context.command;
    return reply(say.severalFit(found.length), {
      visibility: 'private',
      actions: found.slice(0, choicesMax).map(({ id, what }) => ({ label: shorten(what, 60), command: name, args: { which: id } })),
      speech: [say.severalFit(found.length), ...found.slice(0, 3).map(({ what }, i) => say.nth(i + 1, shorten(what, 60)))].join(' '),
      asks: true,
    });
  }
  if (only) return todo(only);
  return reply(words ? say.noneFits(shorten(words, 80)) : closedToo ? say.noneLately : say.noneOpen, { visibility: 'private' });
}

async function matching(words: string, { incidents, person, command: { place } }: Context, closedToo: boolean): Promise<readonly Incident[]> {
  if (isId(words)) {
    const found = await incidents.get(words);
    return found ? [found] : [];
  }
  const open = await incidents.open(place, person.id);
  if (words === '') return open.length > 0 || !closedToo ? open : incidents.lately(place, person.id, 1);
  const found = named(words, open, ({ what }) => what);
  return found.length > 0 || !closedToo ? found : named(words, await incidents.lately(place, person.id, latelyMax), ({ what }) => what).slice(0, 1);
}
