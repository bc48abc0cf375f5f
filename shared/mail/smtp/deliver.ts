import { Readable } from 'node:stream';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { Server } from './server.ts';

export interface Delivery extends Server {
  readonly from: string;
  readonly to: string;
  readonly raw: Buffer;
}

/** How a delivery ended: taken; or not, and whether all of the message went out before. */
export type Delivered = { readonly taken: true } | { readonly taken: false; readonly cause: unknown; readonly wentOut: boolean };

const pieceBytes = 64 * 1_024;

/** Takes one message to the server over a connection of its own, until `signal` ends it; never throws. */
export function deliver({ connection: options, auth, from, to, raw }: Delivery, signal: AbortSignal): Promise<Delivered> {
  let wentOut = false;
  // Asked for when the server has said that it listens; the dot that ends the message goes out after the last piece of it.
  async function* pieces() {
    for (let at = 0; at < raw.byteLength; at += pieceBytes) yield raw.subarray(at, at + pieceBytes);
    wentOut = true;
  }

  return new Promise((resolve) => {
    const connection = new SMTPConnection(options);
    const end = (delivered: Delivered) => {
      signal.removeEventListener('abort', giveUp);
      connection.close();
      resolve(delivered);
    };
    const fail = (cause: unknown) => end({ taken: false, cause, wentOut });
    const giveUp = () => fail(signal.reason);
    const send = () =>
      connection.send({ from, to: [to] }, Readable.from(pieces(), { objectMode: false }), (cause) => (cause ? fail(cause) : end({ taken: true })));

    if (signal.aborted) return giveUp();
    signal.addEventListener('abort', giveUp, { once: true });
    // Also when it ended before: a connection may break while it closes.
    connection.on('error', fail);
    connection.connect((cause) => {
      if (cause) fail(cause);
      else if (auth && connection.allowsAuth) connection.login({ credentials: auth }, (cause) => (cause ? fail(cause) : send()));
      else send();
    });
  });
}
