import { readFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { createSecureContext, createServer as createTlsServer, TLSSocket } from 'node:tls';
import { fileURLToPath } from 'node:url';

/** A message in the mailbox. */
export interface Kept {
  readonly uid: number;
  readonly raw: Buffer;
  seen: boolean;
}

export interface ImapServer {
  readonly port: number;
  readonly kept: readonly Kept[];
  /** Commands as they came, without the password. */
  readonly heard: readonly string[];
  /** A message arrives: who idles is told. */
  arrive(raw: Buffer): void;
  /** The next commands of this name (`LOGIN`, `SELECT`, `UID STORE` …) are answered so; null: it hangs up. */
  say(command: string, says: string | null): void;
  close(): Promise<void>;
}

const fixture = (name: string) => readFileSync(fileURLToPath(new URL(`../fixtures/${name}`, import.meta.url)));
export const imapCa = fixture('tls-certificate.pem').toString();

/** A small IMAP server on loopback (RFC 3501, RFC 2177) with one mailbox. `idles`: it can tell of new mail by itself; `tls`: from the first byte or by STARTTLS, with the certificate of test/fixtures. */
export async function startImap({
  user = 'bell',
  password = 'hush',
  idles = true,
  tls = 'none',
}: {
  readonly user?: string;
  readonly password?: string;
  readonly idles?: boolean;
  readonly tls?: 'at once' | 'asked for' | 'none';
} = {}): Promise<ImapServer> {
  const kept: Kept[] = [];
  const heard: string[] = [];
  const saying: { readonly command: string; readonly says: string | null }[] = [];
  const sockets = new Set<Socket>();
  const idling = new Map<Socket, string>();

  function serve(plain: Socket): void {
    let socket = plain;
    sockets.add(socket);
    socket.on('close', () => {
      sockets.delete(socket);
      idling.delete(socket);
    });
    socket.on('error', () => {});
    let [waiting, signedIn, selected] = ['', false, false];
    const answer = (...lines: string[]) => socket.write(lines.map((line) => `${line}\r\n`).join(''));
    answer('* OK here I am');

    const read = (bytes: Buffer) => {
      waiting += bytes.toString();
      for (let end = waiting.indexOf('\r\n'); end >= 0; end = waiting.indexOf('\r\n')) {
        const line = waiting.slice(0, end);
        waiting = waiting.slice(end + 2);
        hear(line);
      }
    };
    socket.on('data', read);

    function hear(line: string): void {
      const idle = idling.get(socket);
      if (idle !== undefined) {
        idling.delete(socket);
        answer(line === 'DONE' ? `${idle} OK` : `${idle} BAD`);
        return;
      }
      const [, tag = '*', command = '', rest = ''] = /^(\S+) ((?:UID )?\S+) ?(.*)$/.exec(line) ?? [];
      heard.push(command === 'LOGIN' ? 'LOGIN' : `${command} ${rest}`.trim());
      const at = saying.findIndex((one) => one.command === command);
      if (at >= 0) {
        const [{ says } = { says: null }] = saying.splice(at, 1);
        if (says === null) socket.destroy();
        else answer(`${tag} ${says}`);
        return;
      }
      if (command === 'CAPABILITY') answer(`* CAPABILITY IMAP4rev1${idles ? ' IDLE' : ''}`, `${tag} OK`);
      else if (command === 'STARTTLS' && tls === 'asked for') {
        answer(`${tag} OK go on`);
        plain.removeListener('data', read);
        socket = new TLSSocket(plain, { isServer: true, secureContext: createSecureContext({ cert: imapCa, key: fixture('tls-key.pem') }) });
        socket.on('data', read);
        socket.on('error', () => {});
      } else if (command === 'LOGOUT') {
        answer('* BYE', `${tag} OK`);
        socket.end();
      } else if (command === 'LOGIN') {
        signedIn = rest === `"${user}" "${password.replace(/[\\"]/g, '\\$&')}"`;
        answer(signedIn ? `${tag} OK` : `${tag} NO [AUTHENTICATIONFAILED] Invalid credentials`);
      } else if (!signedIn) answer(`${tag} BAD sign in first`);
      else if (command === 'SELECT') {
        selected = rest === '"INBOX"';
        answer(...(selected ? [`* ${kept.length} EXISTS`, `${tag} OK [READ-WRITE]`] : [`${tag} NO [NONEXISTENT] no such mailbox`]));
      } else if (!selected) answer(`${tag} BAD select first`);
      else if (command === 'UID SEARCH' && /^UNSEEN SINCE \d\d-[A-Z][a-z]{2}-\d{4}$/.test(rest)) {
        const uids = kept.flatMap(({ uid, seen }) => (seen ? [] : [` ${uid}`]));
        answer(`* SEARCH${uids.join('')}`, `${tag} OK`);
      } else if (command === 'UID FETCH') {
        const [, uid, max] = /^(\d+) \(BODY\.PEEK\[\]<0\.(\d+)>\)$/.exec(rest) ?? [];
        const found = kept.find((one) => one.uid === Number(uid));
        const raw = found?.raw.subarray(0, Number(max));
        if (raw) {
          socket.write(`* 1 FETCH (UID ${uid} BODY[]<0> {${raw.length}}\r\n`);
          socket.write(raw);
          answer(')');
        }
        answer(`${tag} OK`);
      } else if (command === 'UID STORE') {
        const found = kept.find((one) => one.uid === Number(rest.split(' ')[0]));
        if (found && rest.endsWith('+FLAGS.SILENT (\\Seen)')) found.seen = true;
        answer(`${tag} OK`);
      } else if (command === 'IDLE' && idles) {
        idling.set(socket, tag);
        answer('+ idling');
      } else answer(`${tag} BAD what?`);
    }
  }

  const server =
    tls === 'at once' ? createTlsServer({ cert: fixture('tls-certificate.pem'), key: fixture('tls-key.pem') }, serve) : createServer(serve);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as { readonly port: number };
  return {
    port,
    kept,
    heard,
    arrive(raw) {
      kept.push({ uid: 100 + kept.length, raw, seen: false });
      for (const socket of idling.keys()) socket.write(`* ${kept.length} EXISTS\r\n`);
    },
    say: (command, says) => void saying.push({ command, says }),
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
