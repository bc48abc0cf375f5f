import type { Channel } from '../../shared/channel/channel.ts';
import { SendFailed } from '../../shared/errors.ts';
import type { Mail } from '../../shared/mail/mail.ts';
import { doubtMark } from './inbound.ts';
import { asEmailMessage } from './render.ts';
import { viaIn } from './via.ts';

/** What is said of an address, not of our server: nothing reaches its person there. */
const ofAddress: ReadonlySet<string> = new Set(['mail_suppressed', 'mail_address']);

/** Sends what `render` made, below the message that it answers: with its subject, and its thread. */
export function sender(mail: Mail): Channel['send'] {
  return async (rendered, place, { signal, key }) => {
    const { subject, text, html } = asEmailMessage(rendered);
    const via = viaIn(place);
    try {
      const { id } = await mail.send(
        {
          key: `email/${key}`,
          to: place.conversation.startsWith(doubtMark) ? place.conversation.slice(doubtMark.length) : place.conversation,
          subject: via ? `Re: ${via.subject === '' ? subject : via.subject}` : subject,
          text,
          html,
          ...(via ? { thread: via.thread } : {}),
        },
        { signal },
      );
      return { message: id };
    } catch (cause) {
      throw ofPerson(cause);
    }
  };
}

/** Mail knows no other channel that may reach a person instead. */
function ofPerson(cause: unknown): unknown {
  if (!(cause instanceof SendFailed) || !(ofAddress.has(cause.code) || cause.name === 'AddressRefused')) return cause;
  return new SendFailed(cause.code, cause.message, { cause, outOfReach: true, ...(cause.hint === undefined ? {} : { hint: cause.hint }) });
}
