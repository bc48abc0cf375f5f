import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Inbound } from '../../shared/channel/inbound.ts';
import { InboxFull, SettingsError } from '../../shared/errors.ts';
import type { Store } from '../../shared/store/store.ts';
import { type ImapServer, imapCa, startImap } from '../../test/mail/imap-server.ts';
import { openKept } from '../../test/open-kept.ts';
import { type EmailPlatform, startEmail } from '../../test/platforms/email.ts';
import { fileOpener } from './files.ts';
import { imapAddress } from './imap/address.ts';
import { openConnection } from './imap/connection.ts';
import { replyReader } from './imap/replies.ts';
import { listener } from './listen.ts';

const password = 'p"w\\d: ü';
let people: EmailPlatform;
let server: ImapServer;
beforeEach(async () => {
  [people, server] = await Promise.all([startEmail(), startImap({ password })]);
});
const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
  await Promise.all([people.close(), server.close()]);
});

/** Listens until the test ends. `accept` stands for the inbox. */
function listening(
  accept: (inbound: Inbound) => Promise<void> = async () => {},
  store?: Store,
  url = `imap://bell:${encodeURIComponent(password)}@127.0.0.1:${server.port}`,
) {
  const over = new AbortController();
  const kept: Inbound[] = [];
  const states: { ok: boolean; detail: string }[] = [];
  const listen = listener({
    config: { authserv: people.env.EMAIL_AUTHSERV, ownAddress: 'bot@bellhop.example' },
    imap: imapAddress(url),
    clock: { now: Date.now },
    store,
    random: () => 0,
    // A pause of any length is a short one here.
    wait: (_, signal) => sleep(5, undefined, { signal }).catch(() => {}),
  });
  const done = listen({
    accept: async (inbound) => {
      await accept(inbound);
      kept.push(inbound);
      return { known: false } as never;
    },
    signal: over.signal,
    log: { info() {}, warn() {} },
    report: (state) => void states.push(state),
  });
  const stop = () => {
    over.abort();
    return done;
  };
  ends.push(stop);
  return { kept, states, stop, said: () => kept.map(({ said }) => (said.kind === 'text' ? said.text : said.kind)) };
}

describe('a mailbox', () => {
  it('is read: what is unread, then what arrives, each marked once it is kept; of what nobody wrote only the mark', async () => {
    server.arrive(people.message(1, 'check one.example'));
    server.arrive(people.message(2, 'away', { fields: { 'Auto-Submitted': 'auto-replied' } }));
    server.arrive(Buffer.from('no message at all'));
    const { said, states } = listening();
    await expect.poll(() => server.kept.map(({ seen }) => seen)).toEqual([true, true, true]);
    await expect.poll(() => server.heard.at(-1)).toBe('IDLE');
    server.arrive(people.message(4, 'check two.example'));
    await expect.poll(said).toEqual(['check one.example', 'check two.example']);
    expect(states).toEqual([{ ok: true, detail: 'Reads INBOX of bell at 127.0.0.1.' }]);
  });

  it('of a server that does not tell of new mail is asked again and again', async () => {
    await server.close();
    server = await startImap({ password, idles: false });
    const { said } = listening();
    await expect.poll(() => server.heard.length).toBeGreaterThan(4);
    server.arrive(people.message(1, 'help'));
    await expect.poll(said).toEqual(['help']);
  });

  it('keeps the files of a message before the message', async () => {
    const world = openKept();
    const { store } = world.kept();
    const attached = people.message(
      1,
      '--b\nContent-Type: text/plain\n\ncount\n--b\nContent-Disposition: attachment; filename=a.txt\n\nfour\n--b--',
      {
        fields: { 'Content-Type': 'multipart/mixed; boundary=b' },
      },
    );
    server.arrive(attached);
    const { kept } = listening(async ({ files, place }) => {
      const [file] = files ?? [];
      const opened = file && (await fileOpener(store)(file, place, { signal: AbortSignal.timeout(1_000), bytesMax: 1 }));
      for await (const piece of opened ?? []) expect(Buffer.from(piece).toString()).toBe('four');
    }, store);
    await expect.poll(() => kept).toMatchObject([{ said: { text: 'count' }, files: [{ name: 'a.txt', bytes: 4 }] }]);
    world.close();
  });

  it('keeps what could not be kept as unread, and takes it once it can', async () => {
    let tries = 0;
    server.arrive(people.message(1, 'help'));
    const { said } = listening(async () => {
      if (++tries < 3) throw new InboxFull('interactive');
      expect(server.kept[0]?.seen).toBe(false);
    });
    await expect.poll(said).toEqual(['help']);
    await expect.poll(() => server.kept[0]?.seen).toBe(true);
  });

  it('tells the same key when a mark was lost', async () => {
    server.arrive(people.message(1, 'help'));
    server.say('UID STORE', null);
    const { kept } = listening();
    await expect.poll(() => server.kept[0]?.seen).toBe(true);
    expect(new Set(kept.map(({ key }) => key)).size).toBe(1);
    expect(kept).toHaveLength(2);
  });

  it('of a message only the beginning is fetched', async () => {
    server.arrive(people.message(1, `check example.com\n\n${'long '.repeat(400_000)}`));
    const { said } = listening();
    await expect.poll(said).toEqual(['check example.com']);
  });

  it.each([
    ['a wrong password', 'LOGIN', 'NO [AUTHENTICATIONFAILED] no'],
    ['a mailbox that is not there', 'SELECT', 'NO [NONEXISTENT] no'],
    ['a server that hangs up', 'CAPABILITY', null],
  ])('%s is told, and tried again', async (_, command, says) => {
    server.say(command, says);
    const { states } = listening();
    await expect.poll(() => states.map(({ ok }) => ok)).toEqual([false, true]);
    expect(states[0]?.detail).toContain('Check IMAP_URL');
    expect(states[0]?.detail).not.toContain('p"w');
  });

  it('ends when it is stopped, wherever it is', async () => {
    const { stop } = listening();
    await expect.poll(() => server.heard.at(-1)).toBe('IDLE');
    await stop();
    const early = listening();
    await early.stop();
  });
});

it('is reached by TLS, and not where nobody vouches for the server', async () => {
  const hidden = await startImap({ tls: 'at once' });
  ends.push(() => hidden.close());
  const address = imapAddress(`imaps://bell:hush@localhost:${hidden.port}`);
  const { signal } = new AbortController();
  await expect(openConnection(address, signal)).rejects.toThrow(/certificate/i);
  const connection = await openConnection(address, signal, imapCa);
  expect(connection.can('IDLE')).toBe(true);
  connection.close();
});

it('is asked for TLS before anything is said where it doesn’t begin with it, and nothing is said without', async () => {
  const asked = await startImap({ tls: 'asked for' });
  ends.push(() => asked.close());
  const { signal } = new AbortController();
  const address = { ...imapAddress(`imap://bell:hush@127.0.0.1:${asked.port}`), host: 'localhost', tls: 'asked for' } as const;
  const connection = await openConnection(address, signal, imapCa);
  expect(asked.heard).toEqual(['CAPABILITY', 'STARTTLS', 'CAPABILITY', 'LOGIN', 'CAPABILITY']);
  connection.close();
  asked.say('STARTTLS', 'BAD what?');
  await expect(openConnection(address, signal, imapCa)).rejects.toThrow('what?');
  expect(asked.heard.at(-1)).toBe('STARTTLS');
  expect(imapAddress('imap://a:b@mail.example.com').tls).toBe('asked for');
});

describe('IMAP_URL', () => {
  it.each([
    [
      'imaps://bell%40x.example:p%2Fw@mail.example.com',
      { host: 'mail.example.com', port: 993, tls: 'at once', user: 'bell@x.example', password: 'p/w', mailbox: 'INBOX' },
    ],
    ['imap://a:b@127.0.0.1:1430/Bell%20hop', { host: '127.0.0.1', port: 1430, tls: 'none', user: 'a', password: 'b', mailbox: 'Bell hop' }],
  ])('%s', (url, wanted) => {
    expect(imapAddress(url)).toEqual(wanted);
  });

  it.each([
    '',
    'mail.example.com',
    'imaps://mail.example.com',
    'imaps://a@mail.example.com',
    'https://a:b@c.d',
    'imaps://a%0d:b@c.d',
    'imaps://a:%ff@c.d',
  ])('%j is none', (url) => {
    expect(() => imapAddress(url)).toThrow(SettingsError);
  });
});

describe('what a server says', () => {
  it('is read whatever its pieces', () => {
    const bytes = Buffer.from('* OK hi\r\n* 1 FETCH (BODY[] {5}\r\na\r\nbc)\r\nb1 OK\r\n');
    const read = replyReader();
    const replies = [...bytes].flatMap((byte) => read(Buffer.from([byte])));
    expect(replies.map(({ line, literals }) => [line, ...literals.map(String)])).toEqual([
      ['* OK hi'],
      ['* 1 FETCH (BODY[] {5})', 'a\r\nbc'],
      ['b1 OK'],
    ]);
  });

  it('is not without end', () => {
    expect(() => replyReader()(Buffer.alloc(100_000, 'a'))).toThrow(RangeError);
    expect(() => replyReader()(Buffer.from('* {9999999999}\r\n'))).toThrow(RangeError);
    const read = replyReader();
    expect(() => {
      for (let n = 0; n < 100_000; n++) read(Buffer.from('{0}\r\n'));
    }).toThrow(RangeError);
  });
});
