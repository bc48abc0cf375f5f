import type { Context } from '../../shared/command/context.ts';
import { command } from '../../shared/command/define.ts';
import { duration, text } from '../../shared/command/kinds/index.ts';
import { type Reply, reply } from '../../shared/reply/reply.ts';
import { sayWhen } from '../../shared/time/sayWhen.ts';
import { theOne } from './which.ts';
import { speak } from './words/speak.ts';

type Standing = NonNullable<Awaited<ReturnType<Context['checks']['get']>>>;

const ask = { ask: 'Which one? Tell me its number in `checks`, or words of its name.', summary: 'Its number in `checks`, or words of its name' };
const inGerman = {
  ask: 'Welches? Sag mir seine Nummer in `checks` oder Worte seines Namens.',
  summary: 'Seine Nummer in `checks` oder Worte seines Namens',
};

/** `unwatch example.com`: it is looked at no more; can be undone. */
export const unwatch = command({
  name: 'unwatch',
  summary: 'Watch something no more',
  phrases: ['unwatch {which}', 'stop watching {which}', 'watch {which} no more'],
  params: { which: text(ask) },
  examples: ['unwatch example.com'],
  label: 'Watch no more',
  access: 'member',
  in: {
    de: {
      summary: 'Beobachtet etwas nicht mehr',
      label: 'Nicht mehr beobachten',
      phrases: ['beobachte {which} nicht mehr', 'überwache {which} nicht mehr'],
      params: { which: inGerman },
    },
  },
  run: ({ which }, context) =>
    theOne(which, context, async ({ check: { id } }): Promise<Reply | null> => {
      const gone = await context.checks.remove(id);
      if (gone) context.undoWith(gone.check, { which: id });
      return gone && reply(speak(context.person.locale).watched(gone.check.name), { severity: 'success' });
    }),
  undoMs: 86_400_000,
  async undo(_, result, { checks, person: { locale } }): Promise<Reply> {
    const check = result as Standing['check'];
    await checks.restore(check);
    return reply(speak(locale).again(check.name), { severity: 'success' });
  },
});

/** `silence example.com for 1 hour`: it is looked at, and nobody is told. */
export const silence = command({
  name: 'silence',
  summary: 'Tell nobody about something for a while',
  phrases: ['silence {which} for {how_long}', 'silence {which}', 'mute {which} for {how_long}', 'mute {which}'],
  params: {
    which: text(ask),
    how_long: duration({ default: { ms: 3_600_000 }, max: { ms: 30 * 86_400_000 }, summary: 'How long' }),
  },
  examples: ['silence example.com for 1 hour'],
  label: 'Silence',
  priority: 'alert',
  access: 'member',
  in: {
    de: {
      summary: 'Sagt eine Weile niemandem etwas davon',
      label: 'Stumm',
      phrases: ['{which} stumm für {how_long}', '{which} stumm', 'schweig über {which} für {how_long}', 'schweig über {which}'],
      params: { which: inGerman, how_long: { summary: 'Wie lange' } },
    },
  },
  run: ({ which, how_long }, context) =>
    theOne(which, context, async ({ check: { id } }): Promise<Reply | null> => {
      const { locale, timeZone } = context.person;
      const say = speak(locale);
      const until = context.now() + how_long.ms;
      const silent = await context.checks.change(id, (check) => ({ ...check, silentUntil: until }));
      if (!silent) return null;
      return reply(say.silenced(silent.name, sayWhen(until, timeZone, context.now(), locale)), {
        severity: 'success',
        actions: [unsilence.with({ which: id }, { label: say.unsilence })],
      });
    }),
});

/** `unsilence example.com`: what is down is told again. */
export const unsilence = command({
  name: 'unsilence',
  summary: 'End a silence',
  phrases: ['unsilence {which}', 'unmute {which}', 'end the silence of {which}'],
  params: { which: text(ask) },
  examples: ['unsilence example.com'],
  label: 'Silence no more',
  access: 'member',
  in: { de: { summary: 'Beendet eine Stille', label: 'Nicht mehr stumm', phrases: ['{which} nicht mehr stumm'], params: { which: inGerman } } },
  run: ({ which }, context) =>
    theOne(which, context, async ({ check: { id } }): Promise<Reply | null> => {
      const loud = await context.checks.change(id, ({ silentUntil: _, ...check }) => check);
      return loud && reply(speak(context.person.locale).loud(loud.name), { severity: 'success' });
    }),
});
