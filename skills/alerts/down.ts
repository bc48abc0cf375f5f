import { command } from '../../shared/command/define.ts';
import { type Reply, reply } from '../../shared/reply/reply.ts';
import { shorten } from '../../shared/reply/text.ts';
import { sayLength } from '../../shared/time/sayLength.ts';
import { sayWhen } from '../../shared/time/sayWhen.ts';
import { acknowledge } from './take.ts';
import { speak } from './words/speak.ts';

/** Shown at once. */
const shownMax = 20;
/** Said at once by a voice. */
const spokenMax = 3;

/** `down`, "what is down?": the incidents that are open here, oldest first. */
export const down = command({
  name: 'down',
  summary: 'What is down',
  phrases: ['what is down', "what's down", 'is anything down', 'is everything up', 'incidents', 'open incidents', 'show incidents'],
  examples: ['what is down'],
  label: 'What is down',
  onHome: true,
  in: {
    de: {
      summary: 'Was ausgefallen ist',
      label: 'Was ausgefallen ist',
      phrases: ['was ist ausgefallen', 'ist etwas ausgefallen', 'läuft alles', 'störungen', 'offene störungen'],
      examples: ['was ist ausgefallen'],
    },
  },
  async run(_, context): Promise<Reply> {
    const { locale, timeZone } = context.person;
    const say = speak(locale);
    const now = context.now();
    const open = await context.incidents.open(context.command.place, context.person.id);
    if (open.length === 0) return reply(say.noneOpen, { severity: 'success' });
    const by = ({ by: who }: (typeof open)[number]) => who?.name ?? say.nobody;
    const rows = open.slice(0, shownMax);
    const { what, since, why, by: taken } = say.columns;
    return reply(say.open(open.length), {
      severity: 'error',
      table: {
        columns: [{ title: '#', align: 'right' }, { title: what }, { title: since }, { title: why }, { title: taken }],
        rows: rows.map((one, i) => [
          String(i + 1),
          shorten(one.what, 80),
          sayWhen(one.openedAt, timeZone, now, locale),
          shorten(one.why, 120),
          by(one),
        ]),
      },
      actions: rows
        .filter(({ state }) => state === 'open')
        .map(({ id, what: named }) => acknowledge.with({ which: id }, { label: `${say.have}: ${shorten(named, 40)}` })),
      speech: [
        `${say.open(open.length)}.`,
        ...open.slice(0, spokenMax).map((one, i) => say.nth(i + 1, say.line(shorten(one.what, 60), sayLength(now - one.openedAt, locale), by(one)))),
      ].join(' '),
    });
  },
});
