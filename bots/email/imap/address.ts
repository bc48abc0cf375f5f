import { SettingsError } from '../../../shared/errors.ts';
import { innerKind } from '../../../shared/net/addresses.ts';

/** A mailbox and how to sign in there. */
export interface ImapAddress {
  readonly host: string;
  readonly port: number;
  /** From the first byte; once it is asked for (STARTTLS); or none, to this machine alone. */
  readonly tls: 'at once' | 'asked for' | 'none';
  readonly user: string;
  readonly password: string;
  readonly mailbox: string;
}

/** Reads IMAP_URL; throws SettingsError, which shows nothing of it. */
export function imapAddress(url: string): ImapAddress {
  const parsed = URL.parse(url);
  const malformed = () =>
    new SettingsError('IMAP_URL is malformed.', 'It expects imaps://name:password@mail.example.com, with /FOLDER behind for another than INBOX.');
  if (!parsed || !/^imaps?:$/.test(parsed.protocol) || parsed.hostname === '' || parsed.username === '' || parsed.password === '') throw malformed();
  const secure = parsed.protocol === 'imaps:';
  const host = parsed.hostname.replace(/^\[|\]$/g, '');
  const [user, password, mailbox] = [parsed.username, parsed.password, parsed.pathname.slice(1)].map(unescaped);
  if (user === null || user === undefined || password === null || password === undefined || mailbox === null || mailbox === undefined)
    throw malformed();
  return {
    host,
    port: parsed.port === '' ? (secure ? 993 : 143) : Number(parsed.port),
    tls: secure ? 'at once' : host === 'localhost' || innerKind(host) === 'this machine' ? 'none' : 'asked for',
    user,
    password,
    mailbox: mailbox === '' ? 'INBOX' : mailbox,
  };
}

/** Null for what can't be said to a server in one line. */
function unescaped(part: string): string | null {
  try {
    const text = decodeURIComponent(part);
    return /[\u0000-\u001f\u007f]/.test(text) ? null : text;
  } catch {
    return null;
  }
}
