import { connect as connectPlain, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { ImapAddress } from './address.ts';
import { type Reply, replyReader } from './replies.ts';

/** The server said no: its words. */
export class ImapRefused extends Error {}

/** One word of the server's may take so long, ms. */
const wordMs = 30_000;

export interface Connection {
  /** Says a command and answers what came before its end. Throws ImapRefused, and what breaks a connection. */
  command(words: string): Promise<readonly Reply[]>;
  /** IDLE: until the server tells of something new, or the time is over (RFC 2177). */
  idle(ms: number): Promise<void>;
  can(capability: string): boolean;
  close(): void;
}

/** Connects and signs in; what the signal ends is closed. `ca`: authorities to trust beside the usual ones. */
export async function openConnection(address: ImapAddress, signal: AbortSignal, ca?: string): Promise<Connection> {
  const { host, port, tls, user, password } = address;
  const trusted = { host, servername: host, ...(ca === undefined ? {} : { ca }) };
  let socket: Socket = tls === 'at once' ? connectTls({ ...trusted, port }) : connectPlain({ host, port });
  let replies: Reply[] = [];
  let broken: Error | undefined;
  let wake: () => void = () => {};
  let tags = 0;
  let capabilities = '';

  const fail = (cause: Error) => {
    broken ??= cause;
    socket.destroy();
    wake();
  };
  const giveUp = () => fail(signal.reason instanceof Error ? signal.reason : new Error('It was stopped.'));
  signal.addEventListener('abort', giveUp, { once: true });
  if (signal.aborted) giveUp();

  function listen(to: Socket): void {
    const read = replyReader();
    to.on('data', (bytes: Buffer) => {
      try {
        replies.push(...read(bytes));
      } catch (cause) {
        fail(cause instanceof Error ? cause : new Error(String(cause)));
      }
      wake();
    });
    to.on('error', fail);
    to.on('close', () => fail(new Error('The mail server closed the connection.')));
  }

  async function next(ms = wordMs): Promise<Reply | null> {
    const until = performance.now() + ms;
    for (;;) {
      const reply = replies.shift();
      if (reply) return reply;
      if (broken) throw broken;
      const left = until - performance.now();
      if (left <= 0) return null;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }

  async function word(): Promise<Reply> {
    const reply = await next();
    if (reply) return reply;
    const late = new Error(`The mail server said nothing for ${wordMs / 1_000} s.`);
    fail(late);
    throw late;
  }

  async function command(words: string): Promise<readonly Reply[]> {
    const tag = `b${++tags}`;
    socket.write(`${tag} ${words}\r\n`);
    return endOf(tag);
  }

  async function endOf(tag: string): Promise<readonly Reply[]> {
    const before: Reply[] = [];
    for (;;) {
      const reply = await word();
      if (!reply.line.startsWith(`${tag} `)) {
        before.push(reply);
        continue;
      }
      if (/^\S+ OK\b/i.test(reply.line)) return before;
      throw new ImapRefused(reply.line.slice(tag.length + 1, 300));
    }
  }

  async function ask(): Promise<void> {
    capabilities = (await command('CAPABILITY')).map(({ line }) => line.toUpperCase()).join(' ');
  }
  const can = (capability: string) => ` ${capabilities} `.includes(` ${capability} `);

  try {
    listen(socket);
    const greeting = await word();
    if (!/^\* (OK|PREAUTH)\b/i.test(greeting.line)) throw new ImapRefused(greeting.line.slice(2, 300));
    await ask();
    if (tls === 'asked for') {
      await command('STARTTLS');
      const plain = socket;
      plain.removeAllListeners();
      replies = [];
      socket = connectTls({ ...trusted, socket: plain });
      listen(socket);
      await ask();
    }
    await command(`LOGIN ${quoted(user)} ${quoted(password)}`);
    await ask();
  } catch (cause) {
    signal.removeEventListener('abort', giveUp);
    socket.destroy();
    throw cause;
  }

  return {
    command,
    can,
    async idle(ms) {
      const tag = `b${++tags}`;
      socket.write(`${tag} IDLE\r\n`);
      const until = performance.now() + ms;
      for (let left = ms; left > 0; left = until - performance.now()) {
        const reply = await next(left);
        if (reply && /^\* \d+ (EXISTS|RECENT)\b/i.test(reply.line)) break;
        if (reply?.line.startsWith(`${tag} `)) throw new ImapRefused(reply.line.slice(tag.length + 1, 300));
      }
      socket.write('DONE\r\n');
      await endOf(tag);
    },
    close() {
      signal.removeEventListener('abort', giveUp);
      if (!broken) socket.end(`b${++tags} LOGOUT\r\n`);
      broken ??= new Error('It is closed.');
    },
  };
}

/** A quoted string (RFC 3501, 4.3). */
export const quoted = (text: string) => `"${text.replace(/[\\"]/g, '\\$&')}"`;
