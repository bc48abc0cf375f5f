import type { Socket } from 'node:net';
import { resolveAllowed } from '../../shared/net/lookup.ts';
import { type Answer, ask } from './ask.ts';
import { abortable, certificateOf, dial, handshake } from './dial.ts';
import { failureOf } from './failure.ts';
import type { ProbeParts } from './probe.ts';
import type { Certificate, Phases } from './seen.ts';

/** What is known of a hop so far. */
export interface Hop {
  readonly phases: Phases;
  readonly certificate?: Certificate;
}

/** One request to one address, redirects not followed. Tells `known` after each phase; throws Failure, Refusal, or the signal's reason. */
export async function hop(
  url: URL,
  { allow, resolve, ca, now, deadlineMs, signal }: ProbeParts & { deadlineMs: number; signal: AbortSignal },
  known: (hop: Hop) => void,
): Promise<Answer> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80));
  const phases: { -readonly [K in keyof Phases]: Phases[K] } = {};
  let certificate: Certificate | undefined;
  const told = () => known({ phases: { ...phases }, ...(certificate ? { certificate } : {}) });
  let from = performance.now();
  const lap = (phase: keyof Phases) => {
    phases[phase] = Math.round(performance.now() - from);
    from = performance.now();
    told();
  };

  const addresses = await abortable(resolveAllowed(host, port, allow, resolve), signal).catch((error) => {
    throw isDnsError(error) ? failureOf(error, 'dns') : error;
  });
  lap('dns');
  const socket = await dial(addresses, port, deadlineMs / 5, signal);
  lap('connect');
  try {
    let stream: Socket = socket;
    if (url.protocol === 'https:') {
      const tls = await handshake(socket, host, ca, signal);
      certificate = certificateOf(tls, now());
      lap('tls');
      // Nothing is sent to a server that isn't who it should be.
      if (!tls.authorized) throw failureOf(Object.assign(new Error('not authorized'), { code: String(tls.authorizationError) }), 'tls');
      stream = tls;
    }
    return await ask(url, stream, signal, () => lap('firstByte'));
  } finally {
    socket.destroy();
  }
}

const isDnsError = (error: unknown) => error instanceof Error && 'syscall' in error && error.syscall === 'getaddrinfo';
