import { request as overHttp } from 'node:http';
import { request as overHttps } from 'node:https';
import { isIP } from 'node:net';
import type { AllowList } from './allow.ts';
import { guardedLookup, resolveAllowed } from './lookup.ts';

export interface Posted {
  readonly status: number;
  /** Of the header `retry-after`, s; NaN without one. */
  readonly retryAfterS: number;
}

/** What is kept of an answer is its status: past so much it isn't waited for the rest. */
const answerBytesMax = 65_536;

/**
 * Posts to an address that somebody else named: to a public one, or one that is allowed, whatever its name leads to at that moment; over a connection of its own; it follows no redirect, and reads no more of the
 * answer than it needs. Rejects with Refusal for an address that isn't allowed, Node's error where no answer came, or the signal's reason.
 */
export async function post(
  address: URL,
  {
    headers,
    body,
    allow,
    signal,
  }: { readonly headers: Readonly<Record<string, string>>; readonly body: string; readonly allow: AllowList; readonly signal: AbortSignal },
): Promise<Posted> {
  const port = Number(address.port || (address.protocol === 'https:' ? 443 : 80));
  const host = address.hostname.replace(/^\[|\]$/g, '');
  // A socket looks up no address that is one already.
  if (isIP(host) !== 0) await resolveAllowed(host, port, allow);
  const open = address.protocol === 'https:' ? overHttps : overHttp;
  return new Promise((resolve, reject) => {
    const fail = (cause: unknown) => reject(signal.aborted ? signal.reason : cause);
    const sent = open(
      address,
      {
        method: 'POST',
        headers: { ...headers, 'content-length': Buffer.byteLength(body) },
        agent: false,
        lookup: guardedLookup(port, allow),
        signal,
      },
      (answer) => {
        const done = { status: answer.statusCode ?? 0, retryAfterS: Number(answer.headers['retry-after'] ?? Number.NaN) };
        let bytes = 0;
        answer.on('data', (piece: Buffer) => {
          bytes += piece.byteLength;
          if (bytes > answerBytesMax) answer.destroy();
        });
        answer.on('error', fail);
        answer.on('close', () => resolve(done));
      },
    );
    sent.on('error', fail);
    sent.end(body);
  });
}
