import type { Context } from '../../shared/command/context.ts';
import { command } from '../../shared/command/define.ts';
import { reply } from '../../shared/reply/reply.ts';
import { shorten } from '../../shared/reply/text.ts';
import { sayWhen } from '../../shared/time/sayWhen.ts';
import { forget } from './forget.ts';

/** Reminders shown at once, each with its button. */
const shownMax = 20;
/** Said at once by a voice. */
const spokenMax = 3;

type Waiting = Awaited<ReturnType<Context['reminders']['list']>>[number];

/** `reminders`: one's own that wait, soonest first, each with a button to forget it. */
export const reminders = command({
  name: 'reminders',
  summary: 'Your reminders',
  phrases: ['my reminders', 'show my reminders', 'list reminders', 'list my reminders', 'what are my reminders'],
  examples: ['reminders'],
  label: 'Reminders',
  onHome: true,
  async run(_, context) {
    const waiting = await context.reminders.list(context.person.id);
    if (waiting.length === 0) {
      return reply('No reminders are waiting. Make one like this: remind me in 20 minutes to stretch', {
        visibility: 'private',
        speech: 'You have no reminders.',
      });
    }
    const shown = waiting.slice(0, shownMax);
    const lines = shown.map(({ what, at, timeZone }, i) => `${i + 1}. ${shorten(what, 200)} – ${sayWhen(at, timeZone, context.now())} (${timeZone})`);
    const more = waiting.length - shown.length;
    return reply(['Your reminders:', ...lines, ...(more > 0 ? [`… and ${more} later ones.`] : [])].join('\n'), {
      visibility: 'private',
      actions: shown.map(({ id }, i) => forget.with({ which: id }, { label: `Forget ${i + 1}` })),
      speech: spokenList(waiting, context.now()),
    });
  },
});

/** Numbered, for that is how they are forgotten; as many as one remembers. */
function spokenList(waiting: readonly Waiting[], now: number): string {
  const said = ({ what, at, timeZone }: Waiting) => `${shorten(what, 100)}, ${sayWhen(at, timeZone, now)}`;
  const [only, second] = waiting;
  if (only && !second) return `You have one reminder: ${said(only)}.`;
  const first = waiting.slice(0, spokenMax).map((one, i) => `Number ${i + 1}: ${said(one)}.`);
  const more = waiting.length - first.length;
  return [`You have ${waiting.length} reminders.`, ...first, ...(more > 0 ? [`And ${more} later ${more === 1 ? 'one' : 'ones'}.`] : [])].join(' ');
}
