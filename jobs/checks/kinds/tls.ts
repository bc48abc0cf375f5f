import { isIP, type Socket } from 'node:net';
import {
  checkServerIdentity,
  createSecureContext,
  type PeerCertificate,
  rootCertificates,
  type SecureContext,
  connect as secure,
  type TLSSocket,
} from 'node:tls';
import type { Certificate } from '../kind.ts';
import type { Attempt } from './attempt.ts';
import { Failure, failureOf } from './failure.ts';

/** Whom we trust, and who we are, as PEM. */
export interface Trust {
  /** Roots besides the system's. */
  readonly ca?: string | undefined;
  /** What is presented to a server that asks. */
  readonly certificate?: string | undefined;
  readonly key?: string | undefined;
  /** A certificate that nobody trusts is taken too: its days still count. */
  readonly any?: boolean | undefined;
  /** What is offered to speak inside, best first. */
  readonly protocols?: readonly string[] | undefined;
}

/** TLS over an open connection. Nothing is sent inside it to a server that isn't who it should be: the certificate is told, then it throws Failure. */
export async function handshake(socket: Socket, host: string, trust: Trust, attempt: Attempt): Promise<TLSSocket> {
  const name = host.replace(/\.$/, '');
  let shown: PeerCertificate | undefined;
  const tls = attempt.hold(
    secure({
      socket,
      host: name,
      servername: isIP(name) ? '' : name,
      // Not rejected at once: a bad certificate's end and issuer are worth telling.
      rejectUnauthorized: false,
      secureContext: contextOf(trust),
      ...(trust.protocols ? { ALPNProtocols: [...trust.protocols] } : {}),
      checkServerIdentity: (by, certificate) => {
        shown = certificate;
        return checkServerIdentity(by, certificate);
      },
    }),
  );
  await new Promise<void>((resolve, reject) => {
    tls.once('secureConnect', resolve);
    const failed = (error: unknown) => reject(failureOf(error, 'tls'));
    tls.on('error', failed);
    // A connection that is closed in the middle may say nothing at all.
    socket.once('close', () => failed(Object.assign(new Error('closed'), { code: 'ECONNRESET' })));
  });
  attempt.certificate = certificateOf(shown ?? tls.getPeerCertificate(), attempt.tools.now());
  attempt.lap('tls');
  if (!tls.authorized && trust.any !== true) throw new Failure(String(tls.authorizationError), { phase: 'tls' });
  return tls;
}

/** Throws Failure when the certificate that was shown ends in fewer days. */
export function checkDays(days: number | undefined, { certificate }: Pick<Attempt, 'certificate'>): void {
  if (days !== undefined && certificate && certificate.daysLeft < days) throw new Failure('certificate_ends', { days: certificate.daysLeft });
}

function certificateOf({ valid_to, issuer }: PeerCertificate, now: number): Certificate | undefined {
  const endsAt = Date.parse(valid_to);
  if (Number.isNaN(endsAt)) return undefined;
  const name = issuer?.O ?? issuer?.CN;
  return { endsAt, daysLeft: Math.floor((endsAt - now) / 86_400_000), issuer: (Array.isArray(name) ? name[0] : name) ?? 'unknown' };
}

/** Contexts that are kept: to make one reads all roots anew, which costs more than the rest of a look. No session is kept by them, so each handshake is whole. */
const contextsMax = 64;
const contexts = new Map<string, SecureContext>();

function contextOf({ ca, certificate, key }: Trust): SecureContext {
  const by = JSON.stringify([ca, certificate, key]);
  const known = contexts.get(by);
  if (known) return known;
  const made = contextMade({ ca, certificate, key });
  if (contexts.size >= contextsMax) contexts.clear();
  contexts.set(by, made);
  return made;
}

function contextMade({ ca, certificate, key }: Trust): SecureContext {
  try {
    return createSecureContext({
      ...(ca === undefined ? {} : { ca: [...rootCertificates, ca] }),
      ...(certificate === undefined ? {} : { cert: certificate }),
      ...(key === undefined ? {} : { key }),
    });
  } catch (cause) {
    throw new Failure('secret_unfit', {}, { cause });
  }
}
