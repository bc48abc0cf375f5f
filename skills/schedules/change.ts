import type { Context } from '../../shared/command/context.ts';
import { command } from '../../shared/command/define.ts';
import { choice, text } from '../../shared/command/kinds/index.ts';
import { type Reply, reply } from '../../shared/reply/reply.ts';
import { sayWhen } from '../../shared/time/sayWhen.ts';
import { theOne, which } from './which.ts';
import { speak } from './words/speak.ts';

type Schedule = NonNullable<Awaited<ReturnType<Context['schedules']['get']>>>;

/** `pause 2`: it runs no more until it is resumed. */
export const pause = command({
  name: 'pause',
  summary: 'Pause a schedule',
  phrases: ['pause {which}', 'pause schedule {which}', 'pause the schedule {which}'],
  params: { which: text(which) },
  examples: ['pause 1', 'pause check example.com'],
  label: 'Pause',
  access: 'member',
  in: {
    de: {
      summary: 'Pausiert einen Plan',
      label: 'Pausieren',
      phrases: ['pausiere {which}', 'pausiere plan {which}', 'pausiere den plan {which}'],
      examples: ['pausiere 1'],
      params: { which: which.de },
    },
  },
  run: ({ which }, context) =>
    theOne(which, context, async ({ id }, say) => {
      const paused = await context.schedules.pause(id);
      return paused && reply(say.pausedNow(paused.what), { severity: 'success', actions: [resume.with({ which: id }, { label: say.resume })] });
    }),
});

/** `resume 2`, with `missed: all` for what it missed meanwhile. */
export const resume = command({
  name: 'resume',
  summary: 'Let a paused schedule run again',
  phrases: ['resume {which}', 'resume schedule {which}', 'resume the schedule {which}'],
  params: {
    which: text(which),
    missed: choice({ of: ['skip', 'once', 'all'], default: 'skip', summary: 'What it missed: skip it, one run for all, or all' }),
  },
  examples: ['resume 1', 'resume 1 missed:all'],
  label: 'Resume',
  access: 'member',
  in: {
    de: {
      summary: 'Lässt einen pausierten Plan wieder laufen',
      label: 'Fortsetzen',
      phrases: ['setze {which} fort', 'setze plan {which} fort', 'fortsetzen {which}'],
      examples: ['setze 1 fort'],
      params: { which: which.de, missed: { summary: 'Was ausfiel: auslassen, einmal für alle, oder alle nachholen' } },
    },
  },
  run: ({ which, missed }, context) =>
    theOne(which, context, async (found, say) => {
      if (found.pausedAt === undefined) return reply(say.notPaused(found.what));
      const resumed = await context.schedules.resume(found.id, missed);
      if (!resumed) return null;
      const said = say.resumed(resumed.what, nextOf(resumed, context));
      return reply(said, { severity: 'success', ...(missed === 'skip' ? {} : { fields: [{ name: say.next, value: say.caughtUp }] }) });
    }),
});

/** `trigger 2`: runs its command now, beside its slots. */
export const trigger = command({
  name: 'trigger',
  summary: 'Run a schedule’s command now',
  phrases: ['trigger {which}', 'run schedule {which} now', 'run {which} now'],
  params: { which: text(which) },
  examples: ['trigger 1'],
  label: 'Run now',
  access: 'member',
  repeat: 'keyed',
  in: {
    de: {
      summary: 'Führt den Befehl eines Plans jetzt aus',
      label: 'Jetzt ausführen',
      phrases: ['führe plan {which} jetzt aus', 'führe {which} jetzt aus'],
      examples: ['führe plan 1 jetzt aus'],
      params: { which: which.de },
    },
  },
  run: ({ which }, context) =>
    theOne(which, context, async ({ id }, say) => {
      const runs = await context.schedules.runNow(id, context.idempotencyKey);
      return runs && reply(say.runsNow(runs.what), { severity: 'success' });
    }),
});

/** `unschedule 2`: takes it away; can be undone. */
export const unschedule = command({
  name: 'unschedule',
  summary: 'Take a schedule away',
  phrases: ['unschedule {which}', 'delete schedule {which}', 'delete the schedule {which}', 'cancel schedule {which}', 'stop schedule {which}'],
  params: { which: text(which) },
  examples: ['unschedule 1'],
  label: 'Take away',
  access: 'member',
  in: {
    de: {
      summary: 'Entfernt einen Plan',
      label: 'Entfernen',
      phrases: ['entferne plan {which}', 'entferne den plan {which}', 'lösche plan {which}'],
      examples: ['entferne plan 1'],
      params: { which: which.de },
    },
  },
  run: ({ which }, context) =>
    theOne(which, context, async ({ id }, say) => {
      const gone = await context.schedules.remove(id);
      if (gone) context.undoWith(gone, { which: id });
      return gone && reply(say.gone(gone.what), { severity: 'success' });
    }),
  undoMs: 86_400_000,
  async undo(_, result, context): Promise<Reply> {
    const back = await context.schedules.restore(result as Schedule);
    return reply(speak(context.person.locale).back(back.what, nextOf(back, context)), { severity: 'success' });
  },
});

function nextOf({ next, timeZone }: Schedule, { person: { locale }, now }: Context): string {
  return next === undefined ? speak(locale).never : sayWhen(next, timeZone, now(), locale);
}
