import { SendFailed } from '../../errors.ts';
import { AddressRefused } from '../mail.ts';

/** What nodemailer says of a failure. */
interface SmtpFailure {
  /** Its own code, `ECONNECTION`, `EAUTH` …; or the system's. */
  readonly code?: unknown;
  /** The server's, when it answered. */
  readonly responseCode?: unknown;
  readonly response?: unknown;
  /** What it answered to. */
  readonly command?: unknown;
}

/** What an operator can do about a server's no, by its code (RFC 5321, RFC 4954). */
const mends: Readonly<Record<number, string>> = {
  530: 'The server wants a name and a password: set them in SMTP_URL.',
  534: 'The server wants another way to sign in: look at what it asks for.',
  535: 'The server refused the name or the password of SMTP_URL.',
  550: 'There is no such mailbox, or the server does not take mail from MAIL_FROM.',
  551: 'The mailbox is elsewhere: the server says where.',
  552: 'The mailbox is full, or the message too large for it.',
  553: 'The server does not know this address, or does not take mail from MAIL_FROM.',
  554: 'The server refused it: it says why.',
};

/** What no other try mends, though no server said so. */
const permanent: Readonly<Record<string, string>> = {
  EENVELOPE: 'The server takes no such address.',
  EAUTH: 'Look at the name and the password in SMTP_URL.',
  ENOAUTH: 'Look at the name and the password in SMTP_URL.',
};

/** `wentOut`: the message was on its way; without the server's word it may have arrived. */
export function failureOf(cause: unknown, wentOut: boolean): SendFailed {
  const { code, responseCode, response, command } = typeof cause === 'object' && cause !== null ? (cause as SmtpFailure) : {};
  if (typeof responseCode === 'number') {
    // 503: the two lost track of each other, which says nothing of the message. 421 closes the connection.
    const retryable = responseCode < 500 || responseCode === 503;
    const hint = mends[responseCode];
    const said = typeof response === 'string' ? response.slice(0, 300) : `it said ${responseCode}`;
    const message = `The mail server refused the message: ${said}`;
    const details = { cause, ...(hint !== undefined && { hint }) };
    if (command === 'RCPT TO' && isOfAddress(responseCode, said)) return new AddressRefused(`mail_${responseCode}`, message, said, details);
    return new SendFailed(`mail_${responseCode}`, message, { ...details, retryable });
  }
  const why = cause instanceof Error ? cause.message : String(cause);
  // With words of the server's that are no answer, it says nothing of the message.
  const hint = typeof code === 'string' && response === undefined ? permanent[code] : undefined;
  return new SendFailed('mail_unreachable', `The mail server did not take the message: ${why}`, {
    retryable: hint === undefined,
    hint: hint ?? 'Look whether the server of SMTP_URL can be reached, and whether its certificate is good.',
    maybeSent: wentOut,
    cause,
  });
}

/** RFC 3463: no such mailbox, domain or form of address, moved without a word, no mail at the domain (RFC 7505), a mailbox that is closed. */
const ofAddress = /^5\d\d[ -]5\.(1\.(1|2|3|6|10)|2\.1)\b/;
const enhanced = /^5\d\d[ -]5\.\d/;
/** What a server that tells no such code also answers 550 for, and which says nothing of the address. */
const ofSender = /relay|authenti|polic|spam|block|denied|reputation|\bip\b/i;

/** Whether a server's no to a recipient is about the address. In doubt it is not: mail that could arrive is worse to lose than a message that is refused again. */
function isOfAddress(code: number, said: string): boolean {
  if (ofAddress.test(said)) return true;
  return (code === 550 || code === 551) && !enhanced.test(said) && !ofSender.test(said);
}
