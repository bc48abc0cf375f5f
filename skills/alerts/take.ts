import type { Context } from '../../shared/command/context.ts';
import { command } from '../../shared/command/define.ts';
import { text } from '../../shared/command/kinds/index.ts';
import { atLeast } from '../../shared/people/role.ts';
import { type Reply, reply } from '../../shared/reply/reply.ts';
import { sayLength } from '../../shared/time/sayLength.ts';
import { sayWhen } from '../../shared/time/sayWhen.ts';
import { theOne } from './which.ts';
import { speak } from './words/speak.ts';

const which = text({ optional: true, summary: 'Its number in `down`, or words of what it is; the only one when left out' });
const inGerman = { which: { summary: 'Ihre Nummer in `down` oder Worte dessen, was es ist; fehlt sie, die einzige' } };

/** `ack`: says "I have it", from any channel; nobody else is told any more. */
export const acknowledge = command({
  name: 'ack',
  summary: 'Say that you take what is down',
  phrases: ['ack {which}', 'acknowledge', 'acknowledge {which}', 'i have it', 'i got it', 'i take it', 'i am on it'],
  params: { which },
  examples: ['ack', 'ack 2'],
  label: 'I have it',
  priority: 'alert',
  // Whoever was told of it may take it, also where nobody who is known need be: at an address of mail, on a phone.
  access: 'guest',
  in: {
    de: {
      summary: 'Sagt, dass du übernimmst, was ausgefallen ist',
      label: 'Ich übernehme',
      phrases: ['übernehmen', 'ich übernehme', 'ich übernehme {which}', 'ich kümmere mich', 'ich kümmere mich um {which}', 'bestätigen'],
      params: inGerman,
    },
  },
  run: ({ which: words }, context) =>
    theOne(words, context, async (found): Promise<Reply> => {
      const { locale, timeZone, role } = context.person;
      const { id } = found;
      const say = speak(locale);
      if (!atLeast(role, 'member') && !(await context.incidents.wasTold(found, context.command.place)))
        return reply(say.mayNotTake, { visibility: 'private' });
      const done = await context.incidents.acknowledge(id, context.person);
      if (!done) return reply(say.gone, { visibility: 'private' });
      // Of a test that is all there was to see.
      if (done.incident.tags.includes('test')) await context.incidents.report({ ...done.incident, state: 'close', at: context.now() });
      const { what, by } = done.incident;
      if (done.isTheirs)
        return reply(say.yours(what), { severity: 'success', actions: [release.with({ which: id }, { locale, label: say.giveBack })] });
      return reply(say.somebodys(by?.name ?? '', sayWhen(by?.at ?? 0, timeZone, context.now(), locale), what), { visibility: 'private' });
    }),
});

/** `release`: somebody doesn't have it any more; it is told anew, from its first step. */
export const release = command({
  name: 'release',
  summary: 'Give back what you took',
  phrases: ['release {which}', 'give it back', 'i can not take it'],
  params: { which },
  examples: ['release'],
  label: 'Give it back',
  priority: 'alert',
  access: 'member',
  in: {
    de: {
      summary: 'Gibt zurück, was du übernommen hast',
      label: 'Zurückgeben',
      phrases: ['zurückgeben', 'ich gebe es zurück', 'ich kann doch nicht'],
      params: inGerman,
    },
  },
  run: ({ which: words }, context) =>
    theOne(words, context, async ({ id }): Promise<Reply> => {
      const say = speak(context.person.locale);
      const given = await context.incidents.release(id, context.person);
      return given ? reply(say.released(given.what), { severity: 'warning' }) : reply(say.notTaken, { visibility: 'private' });
    }),
});

/** `timeline`: what happened to an incident, in order: for what is written about it afterwards. */
export const timeline = command({
  name: 'timeline',
  summary: 'What happened to an incident',
  phrases: ['timeline {which}', 'timeline of {which}', 'what happened to {which}', 'postmortem {which}'],
  params: { which },
  examples: ['timeline'],
  label: 'Timeline',
  access: 'member',
  in: {
    de: {
      summary: 'Was bei einer Störung geschah',
      label: 'Verlauf',
      phrases: ['verlauf', 'verlauf {which}', 'was geschah mit {which}'],
      params: inGerman,
    },
  },
  run: ({ which: words }, context) => theOne(words, context, async (incident) => story(incident, context), { closedToo: true }),
});

function story({ what, happened, openedAt }: Awaited<ReturnType<Context['incidents']['open']>>[number], { person, now }: Context): Reply {
  const { locale, timeZone } = person;
  const say = speak(locale);
  const line = ({ at, what: did, of }: (typeof happened)[number]) => [
    sayWhen(at, timeZone, now(), locale),
    at === openedAt ? '' : `+${sayLength(at - openedAt, locale)}`,
    [say.happened[did], of].filter(Boolean).join(': '),
  ];
  return reply(say.timelineOf(what), { table: { columns: [{ title: '' }, { title: '' }, { title: '' }], rows: happened.map(line) } });
}
