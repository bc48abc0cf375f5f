import { textMax } from '../../shared/command/resolve.ts';
import type { Activity } from './activity.ts';

/** Whether a mention is of this bot. */
export function mentionsUs(activity: Activity): boolean {
  return activity.mentions.some(({ id }) => id === activity.recipient.id);
}

/**
 * The words without our own mention and without the marks of messages that are quoted; other people's mentions become their names. Teams puts no-break spaces around mentions, as
 * characters or as `&nbsp;`. It doesn't encode anything else in plain text (OfficeDocs issue 4723), so nothing else is decoded. Source of the quotes: Teams SDK, "Quoted replies".
 */
export function wordsOf(activity: Activity): string {
  // Marks come on top of what people typed: twice the longest command is more than enough to find them in.
  let text = (activity.text ?? '').slice(0, 2 * textMax).replace(/<quoted messageId="[^"]*"\s?\/>/g, ' ');
  // Ours goes wherever it stands. Another's becomes a name, one for each time it is listed: made-up marks of a letter must not grow into a book.
  for (const { id, name, text: mark } of activity.mentions) {
    text = id === activity.recipient.id ? text.replaceAll(mark, ' ') : text.replace(mark, () => name);
  }
  return text.replaceAll('&nbsp;', ' ').replaceAll('\u00a0', ' ').trim().toWellFormed();
}
