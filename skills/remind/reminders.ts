import type { Context } from '../../shared/command/context.ts';
import { command } from '../../shared/command/define.ts';
import { reply } from '../../shared/reply/reply.ts';
import { shorten } from '../../shared/reply/text.ts';
import { sayWhen } from '../../shared/time/sayWhen.ts';
import { forget } from './forget.ts';
import { speak } from './words/speak.ts';

/** Reminders shown at once, each with its button. */
const shownMax = 20;
/** Said at once by a voice. */
const spokenMax = 3;

type Waiting = Awaited<ReturnType<Context['reminders']['list']>>[number];

/** `reminders`: one's own that wait, soonest first, each with a button to forget it. */
export const reminders = command({
  name: 'reminders',
  summary: 'Your reminders',
  reads: true,
  phrases: ['my reminders', 'show my reminders', 'list reminders', 'list my reminders', 'what are my reminders'],
  examples: ['reminders'],
  label: 'Reminders',
  onHome: true,
  in: {
    de: {
      summary: 'Deine Erinnerungen',
      label: 'Erinnerungen',
      phrases: ['meine erinnerungen', 'zeig meine erinnerungen', 'was sind meine erinnerungen', 'erinnerungen'],
    },
  },
  async run(_, context) {
    const { locale } = context.person;
    const say = speak(locale);
    const waiting = await context.reminders.list(context.person.id);
    if (waiting.length === 0) {
      return reply(say.none, { visibility: 'private', speech: say.sayNone });
    }
    const shown = waiting.slice(0, shownMax);
    const lines = shown.map(
      ({ what, at, timeZone }, i) => `${i + 1}. ${shorten(what, 200)} – ${sayWhen(at, timeZone, context.now(), locale)} (${timeZone})`,
    );
    const more = waiting.length - shown.length;
    return reply([say.yours, ...lines, ...(more > 0 ? [say.later(more)] : [])].join('\n'), {
      visibility: 'private',
      actions: shown.map(({ id }, i) => forget.with({ which: id }, { label: say.forgetNth(i + 1) })),
      speech: spokenList(waiting, context.now(), locale),
    });
  },
});

/** Numbered, for that is how they are forgotten; as many as one remembers. */
function spokenList(waiting: readonly Waiting[], now: number, locale: string): string {
  const say = speak(locale);
  const said = ({ what, at, timeZone }: Waiting) => `${shorten(what, 100)}, ${sayWhen(at, timeZone, now, locale)}`;
  const [only, second] = waiting;
  if (only && !second) return say.one(said(only));
  const first = waiting.slice(0, spokenMax).map((one, i) => say.nth(i + 1, said(one)));
  const more = waiting.length - first.length;
  return [say.some(waiting.length), ...first, ...(more > 0 ? [say.sayLater(more)] : [])].join(' ');
}
