import { textMax } from '../../shared/command/resolve.ts';
import type { Activity } from './activity.ts';

/** Whether a mention is of this bot. */
export function mentionsUs(activity: Activity): boolean {
  return activity.mentions.some(({ id }) => id === activity.recipient.id);
}

/**
 * The words without our own mention; other people's become their names. Teams puts no-break spaces around mentions, as characters or as `&nbsp;`. It doesn't encode
 * anything else in plain text (OfficeDocs issue 4723), so nothing else is decoded.
 */
export function wordsOf(activity: Activity): string {
  // Marks come on top of what people typed: twice the longest command is more than enough to find them in.
  let text = (activity.text ?? '').slice(0, 2 * textMax);
  for (const { id, name, text: mark } of activity.mentions) {
    const at = text.indexOf(mark);
    if (at >= 0) text = `${text.slice(0, at)}${id === activity.recipient.id ? ' ' : name}${text.slice(at + mark.length)}`;
  }
  return text.replaceAll('&nbsp;', ' ').replaceAll('\u00a0', ' ').trim().toWellFormed();
}
