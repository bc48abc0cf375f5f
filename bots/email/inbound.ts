import { hash } from 'node:crypto';
import type { Inbound } from '../../shared/channel/inbound.ts';
import { senderIn } from './address.ts';
import { isAuthentic } from './authentic.ts';
import { isAutomatic } from './automatic.ts';
import { filesOf } from './files.ts';
import { type Attachment, attachmentsOf } from './mime/attachments.ts';
import { decodeWords } from './mime/charset.ts';
import { type Headers, messageOf } from './mime/headers.ts';
import { textOf } from './mime/text.ts';
import { asked, plainSubject } from './newPart.ts';
import type { EmailConfig } from './settings.ts';
import { messageId, threadOf } from './thread.ts';
import { viaOf } from './via.ts';

/** Who is not vouched for is somebody else than the one they say they are, with conversations of their own. */
export const doubtMark = '?';

/** What a message asks for, and what is attached to it: the files of `inbound`, in their order. */
export interface Arrived {
  readonly inbound: Inbound;
  readonly attachments: readonly Attachment[];
}

/**
 * A message as it came, with what our own mail server wrote above it: what its sender asks for. Null for what nobody wrote, and for what asks for nothing; 'malformed' for what is no message
 * of one sender. Never throws, whatever the bytes.
 */
export function inboundOf(
  raw: Buffer,
  { authserv, ownAddress }: Pick<EmailConfig, 'authserv' | 'ownAddress'>,
  now: number,
): Arrived | null | 'malformed' {
  const message = messageOf(raw);
  const { headers } = message;
  const froms = headers.all('from');
  const sender = froms.length === 1 ? senderIn(froms[0] ?? '') : null;
  if (!sender) return 'malformed';
  if (isAutomatic(headers, ownAddress)) return null;
  const subject = decodeWords(headers.first('subject') ?? '').toWellFormed();
  const text = asked(textOf(message), subject).toWellFormed();
  const words = text.replace(/^\//, '');
  const attachments = attachmentsOf(message);
  if (words === '' && attachments.length === 0) return null;
  const isKnown = authserv !== '' && isAuthentic(headers, sender.address, authserv);
  const user = isKnown ? sender.address : `${doubtMark}${sender.address}`;
  const id = messageId(headers);
  const key = keyOf(raw, sender.address, id);
  const files = filesOf(attachments, key, isKnown);
  const inbound: Inbound = {
    key,
    place: {
      channel: 'email',
      bot: 'main',
      tenant: 'main',
      conversation: user,
      direct: true,
      user,
      ...(id === null ? {} : { message: id }),
      via: viaOf(plainSubject(subject), threadOf(headers)),
    },
    from: { user, ...(sender.name === undefined ? {} : { name: sender.name.toWellFormed() }), ...(isKnown ? {} : { guest: true }) },
    said: { kind: 'text', text: words },
    ...(files.length > 0 ? { files } : {}),
    saidAt: saidAt(headers, now),
  };
  return { inbound, attachments };
}

/** Message-ID is the sender's word: it tells their messages apart, and nobody else's. Without one the whole message does. */
const keyOf = (raw: Buffer, address: string, id: string | null) => hash('sha256', id === null ? raw : `${address} ${id}`, 'base64url');

/** Mail may be under way for days, or be written by a clock that is wrong: older than a day, or of the future, it was said when it came. */
function saidAt(headers: Headers, now: number): number {
  const said = Date.parse(headers.first('date')?.replace(/\([^)]*\)/g, '') ?? '');
  return said <= now && said > now - 86_400_000 ? said : now;
}
