import { command } from '../../shared/command/define.ts';
import { type Reply, reply } from '../../shared/reply/reply.ts';
import { shorten } from '../../shared/reply/text.ts';
import { pause, resume } from './change.ts';
import { shown } from './shown.ts';
import { seenBy } from './which.ts';
import { speak } from './words/speak.ts';

/** Shown at once. */
const shownMax = 20;
/** Said at once by a voice. */
const spokenMax = 3;

/** `schedules`: what runs by the clock, soonest first: one's own, and for an operator all that were made here. */
export const schedules = command({
  name: 'schedules',
  summary: 'What runs by the clock',
  phrases: ['my schedules', 'show schedules', 'show my schedules', 'list schedules', 'what is scheduled'],
  examples: ['schedules'],
  label: 'Schedules',
  access: 'member',
  in: { de: { summary: 'Was nach der Uhr läuft', label: 'Pläne', phrases: ['pläne', 'meine pläne', 'zeig die pläne', 'was ist geplant'] } },
  async run(_, context): Promise<Reply> {
    const { locale } = context.person;
    const say = speak(locale);
    const seen = await seenBy(context);
    if (seen.length === 0) return reply(say.none, { visibility: 'private', speech: say.sayNone });
    const rows = seen.slice(0, shownMax).map((one) => ({ one, ...shown(one, locale, context.now()) }));
    const others = seen.some(({ person }) => person !== context.person.id);
    const { what, when, next, last, whose } = say.columns;
    return reply(others ? say.everybodys : say.yours, {
      visibility: 'private',
      table: {
        columns: [{ title: '#', align: 'right' }, ...[what, when, next, last, ...(others ? [whose] : [])].map((title) => ({ title }))],
        rows: rows.map(({ one, ...row }, i) => [
          String(i + 1),
          shorten(one.what, 80),
          row.when,
          one.leftOut > 0 ? `${row.next} (${say.leftOut(one.leftOut)})` : row.next,
          row.last,
          ...(others ? [one.from.name ?? say.somebody] : []),
        ]),
      },
      actions: rows.map(({ one: { id, what, pausedAt } }) =>
        (pausedAt === undefined ? pause : resume).with(
          { which: id },
          { label: `${pausedAt === undefined ? say.pause : say.resume}: ${shorten(what, 40)}` },
        ),
      ),
      speech: [
        say.some(seen.length),
        ...rows.slice(0, spokenMax).map(({ one, ...row }, i) => say.nth(i + 1, `${shorten(one.what, 60)}, ${row.when}`)),
      ].join(' '),
    });
  },
});
