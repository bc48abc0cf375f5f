import type { Channel } from '../../shared/channel/channel.ts';
import { bytesOf } from '../../shared/channel/outgoing-file.ts';
import { BellhopError, SendFailed } from '../../shared/errors.ts';
import type { Attachment, Mail } from '../../shared/mail/mail.ts';
import type { Drawing } from '../../shared/picture/drawing.ts';
import { doubtMark } from './inbound.ts';
import { chartCid, withoutChart } from './page.ts';
import { asEmailMessage } from './render.ts';
import { viaIn } from './via.ts';

/** What is said of an address, not of our server: nothing reaches its person there. */
const ofAddress: ReadonlySet<string> = new Set(['mail_suppressed', 'mail_address']);

/** What is said of our name and password (RFC 4954): nothing goes out to anybody. */
const ofSignIn: ReadonlySet<string> = new Set(['mail_530', 'mail_534', 'mail_535']);

/** Sends what `render` made, below the message that it answers: with its subject, and its thread. */
export function sender(mail: Mail): Channel['send'] {
  return async (rendered, place, options) => {
    const { signal, key } = options;
    const { subject, text, html, picture, file } = asEmailMessage(rendered);
    const via = viaIn(place);
    try {
      const drawn = picture && (await drawnFor(picture));
      const attachments = [
        ...(drawn ? [drawn] : []),
        ...(file ? [{ name: file.name, contentType: file.mediaType, content: await bytesOf(file.blob, options) }] : []),
      ];
      const { id } = await mail.send(
        {
          key: `email/${key}`,
          to: place.conversation.startsWith(doubtMark) ? place.conversation.slice(doubtMark.length) : place.conversation,
          subject: via ? `Re: ${via.subject === '' ? subject : via.subject}` : subject,
          text,
          html: picture && !drawn ? withoutChart(html, picture.chart) : html,
          ...(attachments.length > 0 ? { attachments } : {}),
          ...(via ? { thread: via.thread } : {}),
        },
        { signal },
      );
      return { message: id };
    } catch (cause) {
      throw meant(cause);
    }
  };
}

/** Undefined where it can't be drawn: its numbers stand in the mail. */
async function drawnFor({ chart, locale }: Drawing): Promise<Attachment | undefined> {
  const { pictureOf } = await import('../../shared/picture/picture.ts');
  try {
    return { name: 'chart.png', contentType: 'image/png', content: await pictureOf(chart, locale, 2), cid: chartCid };
  } catch (cause) {
    if (cause instanceof BellhopError && cause.code === 'not_drawn') return undefined;
    throw cause;
  }
}

/** What mail's failure means for a channel: another one may reach this person; or nobody is reached from here. */
function meant(cause: unknown): unknown {
  if (!(cause instanceof SendFailed)) return cause;
  const outOfReach = ofAddress.has(cause.code) || cause.name === 'AddressRefused';
  const lockedOut = ofSignIn.has(cause.code);
  if (!outOfReach && !lockedOut) return cause;
  return new SendFailed(cause.code, cause.message, { cause, outOfReach, lockedOut, ...(cause.hint === undefined ? {} : { hint: cause.hint }) });
}
