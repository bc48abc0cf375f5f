import { readFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { createSecureContext, TLSSocket } from 'node:tls';
import { fileURLToPath } from 'node:url';

/** A message as it came over the wire. */
export interface Delivered {
  readonly from: string;
  readonly to: readonly string[];
  readonly raw: Buffer;
  /** Who signed in, and whether by TLS. */
  readonly user: string | null;
  readonly secure: boolean;
}

/** What it says to a command in place of yes: a line, nothing at all, or nothing more, ever. */
export type Says = string | 'hang up' | 'silence';

export interface SmtpServer {
  readonly port: number;
  readonly delivered: readonly Delivered[];
  /** How often it said what it was told to say. */
  misled(): number;
  /** The next commands of this name (`EHLO`, `AUTH`, `MAIL`, `RCPT`, `DATA`, `.` for a message's end) are answered so, as often as said. */
  say(command: string, says: Says, times?: number): void;
  close(): Promise<void>;
}

export interface SmtpOptions {
  /** Wants this name and password before it takes anything. */
  readonly auth?: { readonly user: string; readonly pass: string };
  /** Offers STARTTLS, with the certificate of test/fixtures. */
  readonly starttls?: boolean;
}

const fixture = (name: string) => readFileSync(fileURLToPath(new URL(`../fixtures/${name}`, import.meta.url)));
export const smtpCa = fixture('tls-certificate.pem').toString();

/** A small SMTP server on loopback (RFC 5321; AUTH PLAIN; STARTTLS): it keeps what it takes, and says what it is told to say. */
export async function startSmtp({ auth, starttls = false }: SmtpOptions = {}): Promise<SmtpServer> {
  const delivered: Delivered[] = [];
  const saying: { readonly command: string; readonly says: Says; left: number }[] = [];
  const sockets = new Set<Socket>();
  let misled = 0;

  function serve(plain: Socket): void {
    sockets.add(plain);
    plain.on('close', () => sockets.delete(plain));
    plain.on('error', () => {});
    let [socket, waiting, secure]: [Socket, Buffer, boolean] = [plain, Buffer.alloc(0), false];
    let [user, from, to, inData]: [string | null, string, string[], boolean] = [null, '', [], false];
    const answer = (...lines: string[]) => socket.write(lines.map((line) => `${line}\r\n`).join(''));

    /** Says what it was told to say to this command; false when there is nothing of that kind. */
    function saidOtherwise(command: string): boolean {
      const one = saying.find((one) => one.command === command && one.left > 0);
      if (!one) return false;
      one.left--;
      misled++;
      if (one.says === 'hang up') socket.destroy();
      else if (one.says !== 'silence') answer(one.says);
      return true;
    }

    function hear(line: string): void {
      const command = line.split(/[ :]/, 1)[0]?.toUpperCase() ?? '';
      if (saidOtherwise(command)) return;
      const needsAuth = auth !== undefined && user === null;
      if (command === 'EHLO')
        answer(
          '250-mail.example.com',
          '250-8BITMIME',
          ...(starttls && !secure ? ['250-STARTTLS'] : []),
          ...(auth ? ['250-AUTH PLAIN'] : []),
          '250 SMTPUTF8',
        );
      else if (command === 'STARTTLS' && starttls) {
        answer('220 go on');
        listen(new TLSSocket(plain, { isServer: true, secureContext: createSecureContext({ cert: smtpCa, key: fixture('tls-key.pem') }) }));
        secure = true;
      } else if (command === 'AUTH' && auth) {
        const [, name, pass] = Buffer.from(line.split(' ')[2] ?? '', 'base64')
          .toString()
          .split('\0');
        user = name === auth.user && pass === auth.pass ? name : null;
        answer(user === null ? '535 5.7.8 no' : '235 yes');
      } else if (needsAuth && command !== 'QUIT') answer('530 5.7.0 sign in first');
      else if (command === 'MAIL') {
        [from, to] = [/<(.*?)>/.exec(line)?.[1] ?? '', []];
        answer('250 yes');
      } else if (command === 'RCPT') {
        to.push(/<(.*?)>/.exec(line)?.[1] ?? '');
        answer('250 yes');
      } else if (command === 'DATA') {
        inData = true;
        answer('354 go on');
      } else if (command === 'QUIT') {
        answer('221 bye');
        socket.end();
      } else answer('500 what?');
    }

    function read(piece: Buffer): void {
      waiting = Buffer.concat([waiting, piece]);
      for (;;) {
        const mark = inData ? '\r\n.\r\n' : '\r\n';
        const end = waiting.indexOf(mark);
        if (end < 0) return;
        const part = waiting.subarray(0, end);
        waiting = waiting.subarray(end + mark.length);
        if (!inData) {
          hear(part.toString());
          continue;
        }
        inData = false;
        if (saidOtherwise('.')) continue;
        // A line that began with a dot got another one for the way.
        delivered.push({ from, to, raw: Buffer.from(`${part.toString('latin1')}\r\n`.replaceAll('\r\n..', '\r\n.'), 'latin1'), user, secure });
        answer('250 2.0.0 taken');
      }
    }

    function listen(on: Socket): void {
      socket.removeListener('data', read);
      socket = on;
      socket.on('data', read);
      socket.on('error', () => {});
    }

    listen(plain);
    if (!saidOtherwise('CONN')) answer('220 mail.example.com ESMTP');
  }

  const server = createServer(serve);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as { readonly port: number };
  return {
    port,
    delivered,
    misled: () => misled,
    say: (command, says, times = 1) => void saying.push({ command, says, left: times }),
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
