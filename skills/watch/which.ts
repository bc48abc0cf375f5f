import type { Context } from '../../shared/command/context.ts';
import { isId, named } from '../../shared/command/named.ts';
import { type Reply, reply } from '../../shared/reply/reply.ts';
import { shorten } from '../../shared/reply/text.ts';
import { speak } from './words/speak.ts';

export type Standing = NonNullable<Awaited<ReturnType<Context['checks']['get']>>>;

/** Those to choose from at once. */
const choicesMax = 10;

/** Does something with the one check that words name. Answers which ones fit where it isn't one. */
export async function theOne(words: string, context: Context, todo: (found: Standing) => Promise<Reply | null>): Promise<Reply> {
  const say = speak(context.person.locale);
  const found = await matching(words.trim(), context);
  const [only, second] = found;
  if (only && second) {
    const { name: command } = context.command;
    return reply(say.severalFit(found.length, shorten(words, 80)), {
      visibility: 'private',
      actions: found.slice(0, choicesMax).map(({ check: { id, name } }) => ({ label: shorten(name, 60), command, args: { which: id } })),
      asks: true,
    });
  }
  return (only && (await todo(only))) ?? reply(say.noneFits(shorten(words, 80)), { severity: 'warning', visibility: 'private' });
}

/** All those that words name; none where nothing fits. */
export async function matching(words: string, { checks, person, command: { place } }: Context): Promise<readonly Standing[]> {
  const theirs = await checks.list(place, person.id);
  if (isId(words)) {
    const found = await checks.get(words);
    // The list may lag behind what was made in the last seconds.
    const isHere = found?.check.place.channel === place.channel && found.check.place.tenant === place.tenant;
    return found && (isHere || theirs.some(({ check }) => check.id === words)) ? [found] : [];
  }
  return named(words, theirs, ({ check }) => check.name);
}
