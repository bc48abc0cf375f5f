import type { Socket } from 'node:net';
import { z } from 'zod';
import type { Attempt } from './attempt.ts';
import { Failure } from './failure.ts';
import { Wire } from './wire.ts';

/** What a port speaks before TLS begins on it. */
export const startTls = z
  .enum(['smtp', 'imap', 'pop3', 'ftp', 'xmpp'], { error: 'Write one of smtp, imap, pop3, ftp, xmpp.' })
  .describe('What is spoken before TLS begins on the connection.');
export type StartTls = z.infer<typeof startTls>;

/** Lines of one answer, at most. */
const linesMax = 100;

/** Asks for TLS as each protocol does, and answers the connection on which it can begin. Throws Failure `starttls` with what was said instead. */
export async function beforeTls(protocol: StartTls, host: string, socket: Socket, attempt: Attempt): Promise<Socket> {
  const wire = new Wire(socket, attempt);
  await asks[protocol](wire, host);
  return wire.release();
}

const asks: Readonly<Record<StartTls, (wire: Wire, host: string) => Promise<void>>> = {
  // RFC 3207.
  async smtp(wire) {
    await numbered(wire, '220');
    wire.write('EHLO bellhop.invalid\r\n');
    await numbered(wire, '250');
    wire.write('STARTTLS\r\n');
    await numbered(wire, '220');
  },
  // RFC 9051, 6.2.1.
  async imap(wire) {
    await line(wire, /^\* (OK|PREAUTH)\b/i);
    wire.write('a STARTTLS\r\n');
    for (let i = 0; i < linesMax; i++) {
      const said = await wire.line();
      if (/^a OK\b/i.test(said)) return;
      if (!said.startsWith('* ')) throw refused(said);
    }
    throw new Failure('too_much');
  },
  // RFC 2595, 4.
  async pop3(wire) {
    await line(wire, /^\+OK\b/i);
    wire.write('STLS\r\n');
    await line(wire, /^\+OK\b/i);
  },
  // RFC 4217.
  async ftp(wire) {
    await numbered(wire, '220');
    wire.write('AUTH TLS\r\n');
    await numbered(wire, '234');
  },
  // RFC 6120, 5.4.
  async xmpp(wire, host) {
    wire.write(
      `<?xml version='1.0'?><stream:stream to='${host.replace(/[^\p{L}\p{N}.:_-]/gu, '')}' version='1.0' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>`,
    );
    await tags(wire, '</stream:features>');
    wire.write("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
    const said = await tags(wire, '>');
    if (!said.includes('<proceed')) throw refused(said);
  },
};

/** An answer of SMTP and FTP: its last line has a space after the number. */
async function numbered(wire: Wire, code: string): Promise<void> {
  for (let i = 0; i < linesMax; i++) {
    const said = await wire.line();
    if (!said.startsWith(code)) throw refused(said);
    if (said.charAt(3) !== '-') return;
  }
  throw new Failure('too_much');
}

async function line(wire: Wire, good: RegExp): Promise<void> {
  const said = await wire.line();
  if (!good.test(said)) throw refused(said);
}

/** All up to the end of a tag, byte by byte: what follows it is not ours to take. */
async function tags(wire: Wire, end: string): Promise<string> {
  let said = '';
  while (!said.endsWith(end)) {
    said += (await wire.bytes(1)).toString('latin1');
    if (said.length > 16_384) throw new Failure('too_much');
  }
  return said;
}

const refused = (said: string) => new Failure('starttls', {}, { detail: said });
