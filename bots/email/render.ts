import type { Message, RenderContext } from '../../shared/channel/channel.ts';
import type { Words } from '../../shared/channel/words/en.ts';
import { speak } from '../../shared/channel/words/speak.ts';
import type { Drawing } from '../../shared/picture/drawing.ts';
import { isDrawable } from '../../shared/reply/chart.ts';
import { fileIn, type SentAlong, sentAlong } from '../../shared/reply/file.ts';
import type { Reply, Severity } from '../../shared/reply/reply.ts';
import { plain, shorten } from '../../shared/reply/text.ts';
import { isAttached } from './attached.ts';
import { emailLimits } from './limits.ts';
import { pageOf } from './page.ts';
import { textFor } from './plain.ts';

/** What `render` makes: the same as a text and as a page. `subject`: of a message that answers none. */
export type EmailMessage = Message & {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** The chart that is drawn, for the page to show. */
  readonly picture?: Drawing;
  /** What is attached, by its blob. */
  readonly file?: SentAlong;
};

/** What `render` made comes back through the store. */
export const asEmailMessage = (message: Message) => message as EmailMessage;

/** What stands before a subject, so that it is seen in a full box. */
const grave = (severity: Severity | undefined, say: Words) => (severity === 'warning' || severity === 'error' ? `${say[severity]}: ` : '');

/** Reply → one message, as a text and as a page. Every conversation is private, and a thread of its own; an action is a number, or its words, to answer with. */
export function render(reply: Reply, { locale }: Pick<RenderContext, 'locale'>): EmailMessage[] {
  const [first = ''] = plain(reply.text)
    .trim()
    .split(/\s*[\r\n\u2028\u2029]+/, 1);
  const subject = shorten(`${grave(reply.severity, speak(locale))}${first}`.toWellFormed().trim(), emailLimits.newSubject);
  const file = fileIn(reply);
  return [
    {
      subject: subject === '' ? 'Bellhop' : subject,
      text: textFor(reply, locale),
      html: pageOf(reply, locale),
      ...(reply.chart && isDrawable(reply.chart) ? { picture: { chart: reply.chart, locale } } : {}),
      ...(file && isAttached(file) ? { file: sentAlong(file) } : {}),
    },
  ];
}
