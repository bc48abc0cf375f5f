import { command } from '../../shared/command/define.ts';
import { reply } from '../../shared/reply/reply.ts';
import { shorten } from '../../shared/reply/text.ts';
import { sayWhen } from '../../shared/time/sayWhen.ts';
import { forget } from './forget.ts';

/** Reminders shown at once, each with its button. */
const shownMax = 20;

/** `reminders`: one's own that wait, soonest first, each with a button to forget it. */
export const reminders = command({
  name: 'reminders',
  summary: 'Your reminders',
  phrases: ['my reminders', 'show my reminders', 'list reminders', 'list my reminders', 'what are my reminders'],
  examples: ['reminders'],
  label: 'Reminders',
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
      speech: `You have ${waiting.length === 1 ? 'one reminder' : `${waiting.length} reminders`}. ${shown
        .slice(0, 3)
        .map(({ what, at, timeZone }) => `${shorten(what, 100)}, ${sayWhen(at, timeZone, context.now())}`)
        .join('. ')}.`,
    });
  },
});
