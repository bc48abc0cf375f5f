import type { Context } from '../../shared/command/context.ts';
import { isId, named } from '../../shared/command/named.ts';
import { atLeast } from '../../shared/people/role.ts';
import { type Reply, reply } from '../../shared/reply/reply.ts';
import { shorten } from '../../shared/reply/text.ts';
import type { Words } from './words/en.ts';
import { speak } from './words/speak.ts';

type Schedule = NonNullable<Awaited<ReturnType<Context['schedules']['get']>>>;

/** The parameter that names a schedule, in both languages. */
export const which = {
  ask: 'Which schedule? Tell me its number in `schedules`, or words of what it runs.',
  summary: 'Its number, or words of what it runs',
  de: {
    ask: 'Welcher Plan? Sag mir seine Nummer in `schedules` oder Worte dessen, was er ausführt.',
    summary: 'Seine Nummer oder Worte dessen, was er ausführt',
  },
};

/** Schedules to choose from at once. */
const choicesMax = 10;

/** Does something with the one schedule that words name, which its owner and operators may change. Answers which ones fit where it isn't one. */
export async function theOne(words: string, context: Context, todo: (found: Schedule, say: Words) => Promise<Reply | null>): Promise<Reply> {
  const { locale } = context.person;
  const say = speak(locale);
  const found = await matching(words.trim(), context);
  const [only, second] = found;
  if (only && second) {
    const command = context.command.name;
    return reply(say.severalFit(found.length, shorten(words, 80)), {
      visibility: 'private',
      actions: found.slice(0, choicesMax).map(({ id, what }) => ({ label: shorten(what, 60), command, args: { which: id } })),
      asks: true,
    });
  }
  const none = reply(say.noneFits(shorten(words, 80)), { severity: 'warning', visibility: 'private' });
  if (!only) return none;
  if (!(await isTheirs(only, context))) return reply(say.notYours(only.from.name ?? say.somebody), { severity: 'warning', visibility: 'private' });
  return (await todo(only, say)) ?? none;
}

/** Those that a person sees: their own, soonest first; an operator all of the tenant, after their own. */
export async function seenBy({ schedules, person, command: { place } }: Context): Promise<readonly Schedule[]> {
  const own = await schedules.list({ person: person.id });
  if (!atLeast(person.role, 'operator')) return own;
  const known = new Set(own.map(({ id }) => id));
  const all = await schedules.list({ tenant: `${place.channel}/${place.tenant}` });
  return [...own, ...all.filter(({ id }) => !known.has(id))];
}

async function matching(words: string, context: Context): Promise<readonly Schedule[]> {
  if (isId(words)) {
    const found = await context.schedules.get(words);
    return found ? [found] : [];
  }
  return named(words, await seenBy(context), ({ what }) => what);
}

async function isTheirs(schedule: Schedule, { person, schedules, command: { place } }: Context): Promise<boolean> {
  if (schedule.person === person.id) return true;
  if (atLeast(person.role, 'operator') && schedule.place.channel === place.channel && schedule.place.tenant === place.tenant) return true;
  return (await schedules.list({ person: person.id })).some(({ id }) => id === schedule.id);
}
