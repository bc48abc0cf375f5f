import { describe, expect, it } from 'vitest';
import { channelContract } from '../../shared/channel/channel.contract.ts';
import type { HttpRequest } from '../../shared/channel/channel.ts';
import { SettingsError } from '../../shared/errors.ts';
import { feedOf, web } from './channel.ts';
import { openDoor } from './door.ts';
import { Feed } from './feed.ts';

const key = Buffer.alloc(32, 7).toString('base64');
const clock = { now: () => 1_000 };

function open(host = '127.0.0.1') {
  const opened = web.configure({ BELLHOP_KEY: key, HOST: host }, { clock, random: () => 0.5, url: 'http://127.0.0.1:8080', env: {} });
  if (!('on' in opened)) throw new Error(opened.off);
  return opened.on;
}

const request = (body: string | Buffer, headers: Record<string, string> = {}): HttpRequest => ({
  method: 'POST',
  path: '/simulator/say',
  query: '',
  headers: { host: '127.0.0.1:8080', 'content-type': 'application/json', ...headers },
  body: Buffer.from(body),
});
const saying = (id: string) => JSON.stringify({ id, conversation: 'c1', text: 'check example.com', timeZone: 'Europe/Berlin', locale: 'de-DE' });

channelContract('web', () => ({
  channel: open(),
  valid: (id) => request(saying(id)),
  forged: {
    'by a name that leads here': request(saying('a1'), { host: 'evil.example:8080' }),
    'through a proxy': request(saying('a1'), { 'x-forwarded-for': '192.0.2.1' }),
    'by a page of another origin': request(saying('a1'), { origin: 'https://evil.example' }),
    'by a page without an origin': request(saying('a1'), { origin: 'null' }),
    'by a browser, from another site': request(saying('a1'), { 'sec-fetch-site': 'cross-site' }),
    'with a token that is none': request(saying('a1'), { host: 'evil.example', authorization: 'Bearer ünknown' }),
  },
  signed: (body) => request(body),
}));

describe('what the page says', () => {
  it('keeps the words, the zone and the language, and is one person’s', async () => {
    const received = await open().receive(request(saying('a1')));
    expect(received).toMatchObject({
      kind: 'inbound',
      ack: { status: 202 },
      inbound: [
        {
          key: 'a1',
          place: { channel: 'web', conversation: 'c1', direct: true },
          from: { user: 'owner' },
          said: { kind: 'text', text: 'check example.com' },
          timeZone: 'Europe/Berlin',
          locale: 'de-DE',
          saidAt: 1_000,
        },
      ],
    });
  });

  it('presses a button by its token', async () => {
    const received = await open().receive(request(JSON.stringify({ id: 'a1', conversation: 'c1', token: 'check|site=x' })));
    expect(received).toMatchObject({ inbound: [{ said: { kind: 'action', token: 'check|site=x' } }] });
  });

  it.each([
    [{ id: 'a1', conversation: 'c1', text: '   ' }],
    [{ id: 'a1', conversation: 'c1', text: 'x'.repeat(4_001) }],
    [{ id: 'a 1', conversation: 'c1', text: 'x' }],
    [{ id: 'a1', conversation: '', text: 'x' }],
    [{ id: 'a1', conversation: 'c1' }],
  ])('is refused as malformed: %o', async (body) => {
    expect(await open().receive(request(JSON.stringify(body)))).toMatchObject({ kind: 'refused', reason: 'malformed', ack: { status: 400 } });
  });

  it('needs the link’s sign-in where others can reach the address', async () => {
    const door = openDoor(key, '0.0.0.0');
    const channel = open('0.0.0.0');
    expect(await channel.receive(request(saying('a1')))).toMatchObject({ kind: 'refused', ack: { status: 401 } });
    const cookie = door.cookieFor(door.link.split('=')[1] ?? '', true)?.split(';')[0] ?? '';
    const here = { host: 'bellhop.example', origin: 'https://bellhop.example' };
    expect(await channel.receive(request(saying('a1'), { ...here, cookie: `other=1; ${cookie}` }))).toMatchObject({ kind: 'inbound' });
    expect(await channel.receive(request(saying('a1'), { ...here, authorization: `Bearer ${door.bearer}` }))).toMatchObject({ kind: 'inbound' });
    expect(await channel.receive(request(saying('a1'), { ...here, origin: 'https://evil.example', cookie }))).toMatchObject({
      reason: 'foreign_origin',
    });
  });

  it('is not taken without a key, for then anybody could sign in', () => {
    expect(() => web.configure({}, { clock, random: () => 0, url: '', env: {} })).toThrow(SettingsError);
  });
});

describe('the door', () => {
  it('signs in by its own link alone', () => {
    const door = openDoor(key, '127.0.0.1');
    const other = openDoor(Buffer.alloc(32, 8).toString('base64'), '127.0.0.1');
    expect(door.cookieFor(other.link.split('=')[1] ?? '', false)).toBeNull();
    expect(door.cookieFor(door.bearer, false)).toBeNull();
    expect(door.cookieFor('', false)).toBeNull();
    expect(door.cookieFor(door.link.split('=')[1] ?? '', false)).toMatch(
      /^bellhop_session=[\w-]+; Path=\/; HttpOnly; SameSite=Lax; Max-Age=2592000$/,
    );
  });

  it.each([
    ['localhost:8080', true],
    ['127.0.0.1', true],
    ['[::1]:8080', true],
    ['LOCALHOST', true],
    ['localhost.evil.example', false],
    ['127.0.0.1.evil.example', false],
    ['192.168.0.2:8080', false],
    ['', false],
  ])('takes Host %s for this machine: %s', (host, isHere) => {
    expect(openDoor(key, '127.0.0.1').refuses({ method: 'GET', headers: { host } })).toBe(isHere ? null : 'signed_out');
  });
});

describe('the feed', () => {
  it('tells a page that comes back what it missed, once, and then what comes', () => {
    const feed = new Feed('f');
    feed.say('c1', { n: 1 }, 'k.1');
    feed.say('c2', { n: 2 }, 'k.1');
    const seen: unknown[] = [];
    const stop = feed.follow('c1', undefined, ({ message }) => seen.push(message.n));
    const third = feed.say('c1', { n: 3 }, 'k.1');
    stop();
    feed.say('c1', { n: 4 }, 'k.1');
    expect(seen).toEqual([1, 3]);
    feed.follow('c1', third, ({ message }) => seen.push(message.n));
    expect(seen).toEqual([1, 3, 4]);
  });

  it('knows what no page was told yet, and forgets it with the first that is', () => {
    const feed = new Feed('f');
    feed.say('c1', { n: 1 }, 'a.1');
    expect(feed.isFollowed('c1')).toBe(false);
    const seen: unknown[] = [];
    const stop = feed.follow('c1', undefined, ({ unseen }) => seen.push(unseen));
    expect(feed.isFollowed('c1')).toBe(true);
    feed.say('c1', { n: 2 }, 'b.1');
    stop();
    feed.follow('c1', undefined, ({ unseen }) => seen.push(unseen))();
    expect(seen).toEqual(['a.1', undefined, undefined, undefined]);
    expect(feed.isFollowed('c1')).toBe(false);
  });

  it('tells everything it has to a page that knows another run', () => {
    const feed = new Feed('new');
    feed.say('c1', { n: 1 }, 'k.1');
    const seen: unknown[] = [];
    feed.follow('c1', 'old.99', ({ message }) => seen.push(message.n));
    expect(seen).toEqual([1]);
  });

  it('keeps the last 200 messages of the last 500 conversations, and those that are followed', () => {
    const feed = new Feed('f');
    const followed: unknown[] = [];
    feed.follow('first', undefined, ({ message }) => followed.push(message.n));
    for (let n = 0; n < 300; n++) feed.say('long', { n }, 'k.1');
    const seen: unknown[] = [];
    feed.follow('long', undefined, ({ message }) => seen.push(message.n))();
    expect([seen.length, seen[0]]).toEqual([200, 100]);
    for (let n = 0; n < 600; n++) feed.say(`c${n}`, { n }, 'k.1');
    feed.say('first', { n: 'still' }, 'k.1');
    expect(followed).toEqual(['still']);
    const forgotten: unknown[] = [];
    feed.follow('long', undefined, ({ message }) => forgotten.push(message.n));
    expect(forgotten).toEqual([]);
  });

  it('shows an edit in the place of what it edits', async () => {
    const channel = open();
    const entries: unknown[] = [];
    feedOf(channel)?.follow('c1', undefined, ({ replaces }) => entries.push(replaces));
    const place = { channel: 'web', bot: 'main', tenant: 'local', conversation: 'c1' };
    const options = { signal: AbortSignal.timeout(1_000), key: 'k', acceptedAt: 0 };
    const { message } = await channel.send({}, place, options);
    await channel.send({}, place, { ...options, edit: message ?? '' });
    expect(entries).toEqual([undefined, message]);
  });
});
