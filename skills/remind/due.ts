import { command } from '../../shared/command/define.ts';
import { text } from '../../shared/command/kinds/index.ts';
import { reply } from '../../shared/reply/reply.ts';
import { sayWhen } from '../../shared/time/sayWhen.ts';

/** A reminder told later than this says when it was due, ms. */
const lateMs = 60_000;

/** What jobs/reminders issues when a reminder is due: tells it, and how late it is. */
export const due = command({
  name: 'reminder_due',
  summary: 'Tell a reminder',
  hidden: true,
  params: { what: text(), at: text({ summary: 'ISO 8601 instant' }) },
  run({ what, at }, { command: asked, person, now }) {
    const dueAt = Date.parse(at);
    const late = now() - dueAt > lateMs;
    const whose = asked.place.direct || !person.name ? '' : ` for ${person.name}`;
    const plain = what.replace(/^(about|of)\s+(?=\S)/i, '');
    const when = late ? `it was due ${sayWhen(dueAt, person.timeZone, now())}` : '';
    const was = late ? ` (${when}; I am sorry to be late)` : '';
    return reply(`Reminder${whose}: ${plain}${was}`, {
      speech: `Reminder: ${plain}${late ? `. ${when.charAt(0).toUpperCase()}${when.slice(1)}` : ''}.`,
    });
  },
});
