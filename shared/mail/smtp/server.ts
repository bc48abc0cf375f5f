import { getCACertificates } from 'node:tls';
import type { SMTPConnectionOptions } from 'nodemailer/lib/smtp-connection';

/** A server, and how to sign in there. */
export interface Server {
  readonly connection: SMTPConnectionOptions;
  readonly auth: { readonly user: string; readonly pass: string } | undefined;
}

/** How long to wait for the connection and the first word, and for any other one, ms. */
const beginMs = 20_000;
const wordMs = 60_000;

/** Loopback names: what goes there leaves the machine by no wire. */
const isHere = (host: string) => host === 'localhost' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);

/** Reads `SMTP_URL`. `ca`: a certificate authority to trust beside the usual ones, PEM. */
export function serverAt(url: string, ca: string | undefined): Server {
  const { protocol, hostname, port, username, password } = new URL(url);
  const secure = protocol === 'smtps:';
  const auth = username === '' ? undefined : { user: decodeURIComponent(username), pass: decodeURIComponent(password) };
  const connection: SMTPConnectionOptions = {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? (secure ? 465 : 587) : Number(port),
    secure,
    requireTLS: !secure && auth !== undefined && !isHere(hostname),
    ...(ca !== undefined && { tls: { ca: [...getCACertificates('default'), ca] } }),
    connectionTimeout: beginMs,
    greetingTimeout: beginMs,
    dnsTimeout: beginMs,
    socketTimeout: wordMs,
  };
  return { connection, auth };
}
