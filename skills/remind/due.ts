import { command } from '../../shared/command/define.ts';
import { text } from '../../shared/command/kinds/index.ts';
import { reply } from '../../shared/reply/reply.ts';
import { sayWhen } from '../../shared/time/sayWhen.ts';
import { speak } from './words/speak.ts';

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
    const say = speak(person.locale);
    const whose = asked.place.direct || !person.name ? undefined : person.name;
    const when = late ? say.wasDue(sayWhen(dueAt, person.timeZone, now(), person.locale)) : '';
    return reply(`${say.due(whose, what)}${late ? ` (${when}; ${say.sorryLate})` : ''}`, {
      speech: `${say.due(undefined, what)}${late ? `. ${when.charAt(0).toUpperCase()}${when.slice(1)}` : ''}.`,
    });
  },
});
