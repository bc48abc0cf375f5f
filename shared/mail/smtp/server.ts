import { getCACertificates } from 'node:tls';
import type { SMTPConnectionOptions } from 'nodemailer/lib/smtp-connection';
import { SettingsError } from '../../errors.ts';
import { innerKind } from '../../net/addresses.ts';

/** A server, and how to sign in there. */
export interface Server {
  readonly connection: SMTPConnectionOptions;
  readonly auth: { readonly user: string; readonly pass: string } | undefined;
}

/** How long to wait for the connection and the first word, and for any other one, ms. */
const beginMs = 20_000;
const wordMs = 60_000;

/** What goes there leaves the machine by no wire. */
const isHere = (host: string) => host === 'localhost' || innerKind(host) === 'this machine';

/** Reads `SMTP_URL`; throws SettingsError, which shows nothing of it. `ca`: a certificate authority to trust beside the usual ones, PEM. */
export function serverAt(url: string, ca: string | undefined): Server {
  if (!/^smtps?:\/\//.test(url) || !URL.canParse(url))
    throw new SettingsError('SMTP_URL is no address of a mail server.', 'It expects smtp://name:password@mail.example.com, or smtps://…');
  const { protocol, hostname, port, username, password } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, '');
  const secure = protocol === 'smtps:';
  const auth = username === '' ? undefined : { user: decodeURIComponent(username), pass: decodeURIComponent(password) };
  const connection: SMTPConnectionOptions = {
    host,
    port: port === '' ? (secure ? 465 : 587) : Number(port),
    secure,
    requireTLS: !secure && auth !== undefined && !isHere(host),
    ...(ca !== undefined && { tls: { ca: [...getCACertificates('default'), ca] } }),
    connectionTimeout: beginMs,
    greetingTimeout: beginMs,
    dnsTimeout: beginMs,
    socketTimeout: wordMs,
  };
  return { connection, auth };
}
