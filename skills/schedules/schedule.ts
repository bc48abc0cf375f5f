import type { Context } from '../../shared/command/context.ts';
import { command } from '../../shared/command/define.ts';
import { choice, dateTime, duration, text, timing } from '../../shared/command/kinds/index.ts';
import { type Reply, reply } from '../../shared/reply/reply.ts';
import { sayWhen } from '../../shared/time/sayWhen.ts';
import { shown } from './shown.ts';
import { wholeCommand } from './whole.ts';
import { speak } from './words/speak.ts';

type Schedule = Awaited<ReturnType<Context['schedules']['add']>>;

/** `schedule check example.com every weekday at 9`: runs a command by the clock, for who asked, and answers where they asked. */
export const schedule = command({
  name: 'schedule',
  summary: 'Run a command by the clock',
  phrases: ['schedule {what} {when}', 'schedule {when} {what}', 'run {what} {when}', 'schedule {what}'],
  params: {
    what: text({ ask: 'What should I run? Write it as you would send it to me.', summary: 'A whole command, as you type it' }),
    when: timing({ summary: '“every weekday at 9”, or a time for once' }),
    missed: choice({ of: ['skip', 'once', 'all'], default: 'once', summary: 'Missed runs: none, one for all, or all' }),
    overlap: choice({ of: ['queue', 'skip', 'parallel'], default: 'queue', summary: 'While one runs: wait, skip, or both' }),
    jitter: duration({ optional: true, summary: 'Put off by up to this' }),
    within: duration({ optional: true, summary: 'How late a run may begin' }),
    until: dateTime({ optional: true, summary: 'The end' }),
  },
  examples: ['schedule check example.com every weekday at 9', 'schedule check example.com every 15 minutes', 'schedule status tomorrow at 8'],
  label: 'Schedule',
  access: 'member',
  repeat: 'keyed',
  in: {
    de: {
      summary: 'Führt einen Befehl nach der Uhr aus',
      label: 'Planen',
      phrases: ['plane {what} {when}', 'plane {when} {what}', 'führe {what} {when} aus', 'plane {what}'],
      examples: ['plane check example.com jeden Werktag um 9', 'plane check example.com alle 15 Minuten'],
      params: {
        what: { ask: 'Was soll ich ausführen? Schreib es so, wie du es mir schicken würdest.', summary: 'Ein ganzer Befehl, wie du ihn schreibst' },
        when: { summary: '„jeden Werktag um 9“, „alle 15 Minuten“, „cron 0 9 * * 1-5“, oder eine Zeit für einmal' },
        missed: { summary: 'Was ausfiel: auslassen, einmal für alle, oder alle nachholen' },
        overlap: { summary: 'Während der Lauf davor noch läuft: warten, auslassen oder daneben laufen' },
        jitter: { summary: 'Jeden Lauf um bis zu so lange verschieben' },
        within: { summary: 'So lange nach seiner Zeit darf ein Lauf beginnen, später fällt er aus' },
        until: { summary: 'Danach kein Lauf mehr' },
      },
    },
  },
  async run({ what, when, missed, overlap, jitter, within, until }, context): Promise<Reply> {
    const { command: asked, person, schedules, idempotencyKey } = context;
    const made = await schedules.add(idempotencyKey, {
      what: unquoted(what),
      command: wholeCommand(unquoted(what), { catalogue: context.catalogue, person, saidAt: asked.saidAt }),
      rule: when,
      missed,
      overlap,
      ...(jitter ? { jitterMs: jitter.ms } : {}),
      ...(within ? { withinMs: within.ms } : {}),
      ...(until ? { until: until.at } : {}),
      person: person.id,
      from: asked.from,
      place: asked.place,
      locale: person.locale,
      timeZone: person.timeZone,
    });
    context.undoWith({ id: made.id });
    return madeReply(made, context);
  },
  undoMs: 86_400_000,
  async undo(_, result, { schedules, person: { locale } }) {
    const gone = await schedules.remove((result as { readonly id: string }).id);
    return gone ? reply(speak(locale).gone(gone.what), { severity: 'success' }) : undefined;
  },
});

const unquoted = (what: string) => /^["“„'](.+)["”“']$/s.exec(what.trim())?.[1] ?? what.trim();

function madeReply(made: Schedule, { schedules, person: { locale }, now }: Context): Reply {
  const say = speak(locale);
  const runs = schedules.upcoming(made).map((slot) => sayWhen(slot, made.timeZone, now(), locale));
  const { when, buttons } = shown(made, locale, now());
  return reply(say.made(made.what, when), {
    severity: 'success',
    fields: runs.length > 1 ? [{ name: say.nextRuns(runs.length), value: runs.join('\n') }] : [],
    actions: buttons,
    speech: [say.sayMade(made.what, when), ...(runs.length > 1 && runs[0] !== undefined ? [say.firstRun(runs[0])] : [])].join(' '),
  });
}
