import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { certificate, key, secureWeb, tcp as serve, tools } from '../../../test/targets.ts';
import { tls } from './certificate.ts';
import { tcp } from './tcp.ts';

const host = 'good.test';

/** Says the first line at once, then each next one when it hears what comes before it; and TLS after the last. */
const script =
  (greeting: string, ...steps: readonly (readonly [string, string])[]) =>
  (socket: Socket) => {
    let [at, heard] = [0, ''];
    socket.write(greeting);
    socket.on('data', function listen(chunk: Buffer) {
      heard += chunk.toString();
      const [hears, says] = steps[at] ?? ['', ''];
      if (!heard.includes(hears)) return;
      heard = '';
      at++;
      socket.write(says);
      if (at < steps.length) return;
      socket.off('data', listen);
      new TLSSocket(socket, { isServer: true, cert: certificate, key }).on('error', () => {}).resume();
    });
  };

const features = "<stream:features><starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/></stream:features>";
const servers = {
  smtp: script('220-hello\r\n220 ready\r\n', ['EHLO', '250-me\r\n250-STARTTLS\r\n250 OK\r\n'], ['STARTTLS\r\n', '220 go\r\n']),
  imap: script('* OK ready\r\n', ['a STARTTLS\r\n', '* CAPABILITY IMAP4rev2\r\na OK go\r\n']),
  pop3: script('+OK ready\r\n', ['STLS\r\n', '+OK go\r\n']),
  ftp: script('220 ready\r\n', ['AUTH TLS\r\n', '234 go\r\n']),
  xmpp: script(
    '',
    ["to='good.test'", `<?xml version='1.0'?><stream:stream id='1'>${features}`],
    ['<starttls', "<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>"],
  ),
};

describe.each(Object.entries(servers))('STARTTLS of %s', (name, server) => {
  const starttls = name as keyof typeof servers;

  it('ends in TLS, whose certificate is told', async () => {
    const port = await serve(server);
    const finding = await tcp.run({ host, port, starttls }, tools());
    expect(finding).toMatchObject({ up: true, certificate: { issuer: 'Bellhop tests' }, phases: { tls: expect.any(Number) } });
  });

  it('is not there', async () => {
    const refusals = { smtp: '502 no\r\n', imap: 'a BAD no\r\n', pop3: '-ERR no\r\n', ftp: '502 no\r\n', xmpp: '<failure/>' };
    const greetings = { smtp: '220 hi\r\n', imap: '* OK hi\r\n', pop3: '+OK hi\r\n', ftp: '220 hi\r\n', xmpp: `<stream>${features}` };
    const port = await serve((socket) => {
      socket.write(greetings[starttls]);
      socket.on('data', (chunk) => {
        if (!chunk.toString().endsWith("version='1.0' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>"))
          socket.write(refusals[starttls]);
      });
    });
    expect(await tcp.run({ host, port, starttls }, tools())).toMatchObject({ up: false, code: 'starttls', detail: refusals[starttls].trim() });
  });
});

it('believes nothing that was said before TLS began', async () => {
  const port = await serve((socket) => socket.write('220 hi\r\n').valueOf() && socket.on('data', () => socket.write('220 go\r\n250 injected\r\n')));
  expect(await tcp.run({ host, port, starttls: 'ftp' }, tools())).toMatchObject({ up: false });
  const smuggling = await serve((socket) => {
    socket.write('+OK hi\r\n');
    socket.on('data', () => socket.write('+OK go\r\n+OK injected\r\n'));
  });
  expect(await tcp.run({ host, port: smuggling, starttls: 'pop3' }, tools())).toMatchObject({ up: false, code: 'too_much' });
});

it('takes an open port for up, and a closed one that should be closed', async () => {
  const port = await serve(() => {});
  expect(await tcp.run({ host, port }, tools())).toMatchObject({ up: true, phases: { connect: expect.any(Number) } });
  expect(await tcp.run({ host, port, inverted: true }, tools())).toMatchObject({ up: false, code: 'inverted' });
  expect(await tcp.run({ host, port: 1, inverted: true }, tools())).toMatchObject({ up: true });
});

it('sends, and waits for words', async () => {
  const port = await serve((socket) => socket.on('data', (chunk) => socket.write(`you said ${chunk}`)));
  expect(await tcp.run({ host, port, send: 'hello\r\n', expect: 'said hello' }, tools())).toMatchObject({ up: true });
  const other = await serve((socket) => socket.end('something else'));
  expect(await tcp.run({ host, port: other, expect: 'hello' }, tools())).toMatchObject({
    up: false,
    code: 'phrase_missing',
    detail: 'something else',
  });
});

it('tells a certificate’s days, and is down when they are few', async () => {
  const port = await secureWeb((_, answer) => answer.end());
  const good = await tls.run({ host, port }, tools());
  expect(good).toMatchObject({ up: true, values: { days: expect.any(Number) } });
  const ends = (good.certificate?.endsAt ?? 0) - 3.5 * 86_400_000;
  expect(await tls.run({ host, port }, tools({ now: () => ends }))).toMatchObject({ up: false, code: 'certificate_ends', values: { days: 3 } });
  expect(await tls.run({ host, port, certificateDays: 3 }, tools({ now: () => ends }))).toMatchObject({ up: true });
});

it('is down for a chain that nobody trusts, unless only its days count', async () => {
  const port = await secureWeb((_, answer) => answer.end());
  const { ca: _, ...strangers } = tools();
  expect(await tls.run({ host, port }, strangers)).toMatchObject({
    up: false,
    code: 'DEPTH_ZERO_SELF_SIGNED_CERT',
    certificate: { issuer: 'Bellhop tests' },
  });
  expect(await tls.run({ host, port, trust: 'any' }, strangers)).toMatchObject({ up: true });
  expect(await tls.run({ host, port, trust: { ca: certificate } }, strangers)).toMatchObject({ up: true });
  expect(await tls.run({ host: 'bad.test', port }, tools())).toMatchObject({ up: false, code: 'ERR_TLS_CERT_ALTNAME_INVALID' });
});

it('says what does not go together', () => {
  const wrong = (more: object) => tcp.config.safeParse({ host, port: 25, ...more }).error?.issues[0]?.message;
  expect(wrong({ tls: true, starttls: 'smtp' })).toBe('Write tls or starttls, not both.');
  expect(wrong({ certificateDays: 14 })).toBe('There is a certificate only with tls or starttls.');
  expect(wrong({ starttls: 'gopher' })).toBe('Write one of smtp, imap, pop3, ftp, xmpp.');
  expect(wrong({ host: 'http://a.example' })).toContain('Write a host like example.com');
});
