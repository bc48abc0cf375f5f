import { createHash } from 'node:crypto';
import MailComposer from 'nodemailer/lib/mail-composer';
import { SendFailed } from '../errors.ts';
import { checkAddress, domainOf } from './address.ts';
import { type Email, emailBytesMax } from './mail.ts';

export interface Composed {
  /** The message as RFC 5322 has it, lines ending in CR LF. */
  readonly raw: Buffer;
  readonly id: string;
}

/** What the other fields of a message make. */
const made = /^(from|to|cc|bcc|sender|reply-to|subject|date|message-id|in-reply-to|references|mime-version|content-.*|auto-submitted)$/i;

/** Writes a message as MIME, for any way to send it. Throws as `send` does. */
export async function compose(email: Email, from: string, now: number): Promise<Composed> {
  checkAddress(email.to);
  if (email.replyTo !== undefined) checkAddress(email.replyTo);
  const { thread = [], headers = {}, attachments = [] } = email;
  for (const id of thread) checkMessageId(id);
  for (const [name, value] of Object.entries(headers)) checkHeader(name, value);
  const content = attachments.reduce((sum, one) => sum + one.content.byteLength, Buffer.byteLength(email.text) + Buffer.byteLength(email.html ?? ''));
  if (content > emailBytesMax) throw tooLarge(content);

  const id = `<${createHash('sha256').update(email.key).digest('hex').slice(0, 40)}@${domainOf(from)}>`;
  const composer = new MailComposer({
    from,
    to: email.to,
    replyTo: email.replyTo,
    subject: oneLine(email.subject),
    text: email.text,
    html: email.html,
    attachments: attachments.map((one) => ({
      filename: oneLine(one.name),
      contentType: one.contentType,
      content: Buffer.from(one.content),
      ...(one.cid === undefined ? {} : { cid: one.cid, contentDisposition: 'inline' as const }),
    })),
    messageId: id,
    inReplyTo: thread.at(-1),
    references: [...thread],
    date: new Date(now),
    // RFC 3834: no holiday notice answers what a program sent.
    headers: { ...headers, 'Auto-Submitted': 'auto-generated' },
    disableFileAccess: true,
    disableUrlAccess: true,
    newline: 'win',
  });
  const raw = await composer.compile().build();
  if (raw.byteLength > emailBytesMax) throw tooLarge(raw.byteLength);
  return { raw, id };
}

const oneLine = (text: string) => text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ').trim();

function tooLarge(bytes: number): SendFailed {
  return new SendFailed('mail_too_large', `A message of ${bytes} bytes is too large: ${emailBytesMax} are allowed.`, {
    hint: 'Send a link to the large part.',
  });
}

function checkMessageId(id: string): void {
  if (!/^<[^\s<>]{1,900}>$/.test(id)) throw new TypeError(`${JSON.stringify(id.slice(0, 100))} is no message id.`);
}

function checkHeader(name: string, value: string): void {
  if (!/^[A-Za-z][A-Za-z0-9-]{0,75}$/.test(name) || made.test(name))
    throw new TypeError(`${JSON.stringify(name.slice(0, 100))} can't be a header of its own.`);
  if (/[\u0000-\u001f\u007f]/.test(value) || value.length > 900) throw new TypeError(`The value of the header ${name} is more than one line.`);
}
