import { SettingsError } from '../../../shared/errors.ts';

/** A mailbox and how to sign in there. */
export interface ImapAddress {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte; else STARTTLS, but to this machine. */
  readonly secure: boolean;
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
  const [user, password, mailbox] = [parsed.username, parsed.password, parsed.pathname.slice(1)].map(unescaped);
  if (user === null || user === undefined || password === null || password === undefined || mailbox === null || mailbox === undefined)
    throw malformed();
  return {
    host: parsed.hostname.replace(/^\[|\]$/g, ''),
    port: parsed.port === '' ? (secure ? 993 : 143) : Number(parsed.port),
    secure,
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
