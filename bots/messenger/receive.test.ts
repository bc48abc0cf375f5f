import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { channelContract } from '../../shared/channel/channel.contract.ts';
import type { Channel, HttpRequest, Received } from '../../shared/channel/channel.ts';
import { ada, type MessengerPlatform, page, startMessenger, type Told, told } from '../../test/platforms/messenger.ts';
import { messenger } from './channel.ts';
import { getStarted } from './event.ts';

const now = 1_800_000_000_000;
let platform: MessengerPlatform;
beforeAll(async () => {
  platform = await startMessenger({ now: () => now });
});
afterAll(() => platform.close());

function open(): Channel {
  const opened = messenger.configure(platform.env, { clock: { now: () => now }, random: () => 0, url: 'https://bellhop.example', env: platform.env });
  if ('off' in opened) throw new Error(opened.off);
  return opened.on;
}

const signed = (body: Buffer): HttpRequest => ({ ...platform.request(), headers: platform.sign(body), body });
const receive = (...events: readonly Told[]) => open().receive(platform.request(...events)) as Received;
const inbound = (...events: readonly Told[]) => {
  const received = receive(...events);
  return received.kind === 'inbound' ? received.inbound : [];
};

channelContract('messenger', () => {
  const good = platform.request(platform.says.message('m_a1', 'check example.com'));
  return {
    channel: open(),
    valid: (id) => platform.request(platform.says.message(`m_${id}`, 'check example.com')),
    forged: {
      'without a signature': { ...good, headers: {} },
      'with another secret': { ...good, headers: { 'x-hub-signature-256': `sha256=${'0'.repeat(64)}` } },
      'with the old signature alone': { ...good, headers: { 'x-hub-signature': 'sha1=0000000000000000000000000000000000000000' } },
      'with the signature of other bytes': { ...good, headers: platform.sign(Buffer.from('{}')) },
      'with the same JSON written otherwise': { ...good, body: Buffer.from(`${good.body} `) },
      'as a handshake with another token': { ...good, method: 'GET', query: 'hub.mode=subscribe&hub.verify_token=guess&hub.challenge=1' },
    },
    own: platform.request(platform.says.echo('m_e', 'check example.com')),
    signed,
  };
});

describe('the handshake', () => {
  const ask = (query: string) => open().receive({ method: 'GET', path: '/messenger/webhook', query, headers: {}, body: Buffer.alloc(0) }) as Received;
  const right = `hub.mode=subscribe&hub.verify_token=${'stand-in-verify'}`;

  it('says the challenge back to who knows the verify token', () => {
    expect(ask(`${right}&hub.challenge=1158201444`)).toEqual({
      kind: 'nothing',
      ack: { status: 200, headers: { 'content-type': 'text/plain' }, body: '1158201444' },
    });
  });

  it.each([
    ['another token', 'hub.mode=subscribe&hub.verify_token=stand-in-verifx&hub.challenge=1'],
    ['another mode', 'hub.mode=unsubscribe&hub.verify_token=stand-in-verify&hub.challenge=1'],
    ['no token', 'hub.mode=subscribe&hub.challenge=1'],
    ['nothing at all', ''],
    ['a challenge that is a page', `${right}&hub.challenge=%3Cscript%3E`],
    ['broken percent signs', `${right}%&hub.challenge=%E0%A4`],
  ])('is refused with 403 for %s', (_, query) => {
    expect(ask(query)).toMatchObject({ kind: 'refused', ack: { status: 403 } });
  });
});

describe('what is said', () => {
  it('is kept as the words, with who said them at which Page, and when', () => {
    expect(inbound(platform.says.message('m_1', '  /check example.com '))).toEqual([
      {
        key: 'm_1',
        place: { channel: 'messenger', bot: 'main', tenant: page.id, conversation: ada.id, direct: true, user: ada.id, message: 'm_1' },
        from: { user: ada.id },
        said: { kind: 'text', text: 'check example.com' },
        saidAt: now,
      },
    ]);
  });

  it('arrives with letters of all scripts, though Meta signs them escaped', () => {
    expect(inbound(platform.says.message('m_1', 'grüße 東京 🚀'))[0]?.said).toEqual({ kind: 'text', text: 'grüße 東京 🚀' });
  });

  it('of a quick reply is its payload, not its title', () => {
    expect(inbound(platform.says.quick('m_1', 'check|site=a'))[0]).toMatchObject({ key: 'm_1', said: { kind: 'action', token: 'check|site=a' } });
  });

  it('of a button is its payload; one without a name of its own has the same key each time it is told', () => {
    expect(inbound(platform.says.press('m_2', 'help'))[0]).toMatchObject({ key: 'm_2', said: { kind: 'action', token: 'help' } });
    const key = (payload: string, at = now) => inbound(platform.says.press(undefined, payload, { at }))[0]?.key;
    expect(key('help')).toBe(key('help'));
    expect(key('help')).not.toBe(key('check'));
    expect(key('help')).not.toBe(key('help', now + 1));
  });

  it('by the button that begins is a welcome', () => {
    expect(inbound(platform.says.press('m_3', getStarted))[0]?.said).toEqual({ kind: 'event', event: 'welcome' });
  });
});

it('one POST holds several events of several Pages, each a delivery of its own', () => {
  const { says } = platform;
  const all = inbound(
    says.message('m_1', 'help'),
    says.delivered('m_0'),
    says.message('m_2', 'status', { user: '88' }),
    says.press('m_3', 'help', { page: '99' }),
    says.echo('m_4', 'help'),
  );
  expect(all.map(({ key, place }) => [key, place.tenant, place.conversation])).toEqual([
    ['m_1', page.id, ada.id],
    ['m_2', page.id, '88'],
    ['m_3', '99', ada.id],
  ]);
});

describe('nothing is kept of', () => {
  it.each<[string, object]>([
    ['a delivery', platformless('delivery', { mids: ['m'], watermark: 1 })],
    ['a read', platformless('read', { watermark: 1 })],
    ['a reaction', platformless('reaction', { mid: 'm', action: 'react' })],
    ['a sticker', platformless('message', { mid: 'm', sticker_id: 1, attachments: [{ type: 'image', payload: { url: 'https://x.example' } }] })],
    ['words that are none', platformless('message', { mid: 'm', text: ' \n' })],
    ['a link that was followed', platformless('referral', { ref: 'x', source: 'SHORTLINK' })],
    ['a button in standby, which has no payload', platformless('postback', { title: 'Details' })],
  ])('%s', (_, event) => {
    expect(receive(event)).toEqual({ kind: 'nothing', ack: { status: 200 } });
  });

  it('what another app answers at the moment', () => {
    const { entry } = told(platform.says.message('m_1', 'help'));
    const body = Buffer.from(JSON.stringify({ object: 'page', entry: entry.map(({ messaging, ...rest }) => ({ ...rest, standby: messaging })) }));
    expect(open().receive(signed(body))).toMatchObject({ kind: 'nothing' });
  });

  it('another product of Meta’s', () => {
    const body = Buffer.from(JSON.stringify({ ...told(platform.says.message('m_1', 'help')), object: 'instagram' }));
    expect(open().receive(signed(body))).toMatchObject({ kind: 'nothing' });
  });
});

function platformless(kind: string, what: object) {
  return { sender: { id: '77' }, recipient: { id: page.id }, timestamp: now, [kind]: what };
}

it('people whose names would lead elsewhere in an address are nobody', () => {
  for (const user of ['../me', '1/x', '', '1?x', '１'])
    expect(inbound({ ...platform.says.message('m_1', 'help'), sender: { id: user } })).toEqual([]);
});
