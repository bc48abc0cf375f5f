import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { channelContract } from '../../shared/channel/channel.contract.ts';
import type { Channel, HttpRequest, Received } from '../../shared/channel/channel.ts';
import { ada, ourNumber, startTwilio, type TwilioPlatform } from '../../test/platforms/sms.ts';
import { sms } from './channel.ts';

const now = 1_800_000_000_000;
const url = 'https://bellhop.example';
let platform: TwilioPlatform;
beforeAll(async () => {
  platform = await startTwilio();
});
afterAll(() => platform.close());

function open(base = url): Channel {
  const opened = sms.configure(platform.env, { clock: { now: () => now }, random: () => 0, url: base, env: platform.env });
  if ('off' in opened) throw new Error(opened.off);
  return opened.on;
}

const receive = (body: string, more?: Record<string, string>) => open().receive(platform.request(platform.message(1, body, more))) as Received;
const inbound = (body: string, more?: Record<string, string>) => {
  const received = receive(body, more);
  return received.kind === 'inbound' ? received.inbound[0] : undefined;
};
const signedFor = (address: string, body: Buffer, query = ''): HttpRequest => {
  const fields = [...new URLSearchParams(body.toString())].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, value]) => name + value);
  const signature = createHmac('sha1', platform.env.TWILIO_AUTH_TOKEN)
    .update(`${address}${fields.join('')}`)
    .digest('base64');
  return { ...platform.request(body), query, headers: { 'x-twilio-signature': signature } };
};

channelContract('sms', () => {
  const good = platform.request(platform.message(1, 'check example.com'));
  const header = (value: string) => ({ ...good, headers: { 'x-twilio-signature': value } });
  const numberOf = (id: string) => Number.parseInt(id, 36);
  return {
    channel: open(),
    valid: (id) => platform.request(platform.message(numberOf(id), 'check example.com')),
    toldAgain: (id) => platform.request(platform.message(numberOf(id), 'check example.com', { RetryCount: '1' })),
    forged: {
      'without a signature': { ...good, headers: {} },
      'with an empty one': header(''),
      'with another secret': header(createHmac('sha1', 'another').update(`${url}/sms/webhook`).digest('base64')),
      'with the signature of other fields': { ...good, body: platform.message(1, 'check evil.example') },
      'with a field more': { ...good, body: Buffer.from(`${good.body}&Extra=1`) },
      'with a query more': { ...good, query: 'a=1' },
      'for another address': signedFor('https://evil.example/sms/webhook', good.body),
    },
    own: platform.request(platform.message(1, 'check example.com', { From: ourNumber })),
    signed: (body) => platform.request(body),
  };
});

describe('a signature', () => {
  it('is of the address as it is configured, with its query, with or without the usual port', () => {
    const body = platform.message(1, 'help');
    for (const [base, address] of [
      ['https://bellhop.example/', 'https://bellhop.example/sms/webhook'],
      ['https://bellhop.example', 'https://bellhop.example:443/sms/webhook'],
      ['https://bellhop.example:8443', 'https://bellhop.example:8443/sms/webhook'],
      ['https://bellhop.example/below', 'https://bellhop.example/below/sms/webhook'],
    ] as const)
      expect([address, (open(base).receive(signedFor(address, body)) as Received).kind]).toEqual([address, 'inbound']);
    expect(open().receive(signedFor(`${url}/sms/webhook?x=1&y=%20`, body, 'x=1&y=%20'))).toMatchObject({ kind: 'inbound' });
    expect(open('https://bellhop.example:8443').receive(signedFor('https://bellhop.example:9/sms/webhook', body))).toMatchObject({ kind: 'refused' });
  });

  it('of another number of ours is of its own address', () => {
    const tools = { clock: { now: () => now }, random: () => 0, url, env: platform.env, bot: 'sales' };
    const opened = sms.configure(platform.env, tools);
    const body = platform.message(1, 'help');
    const kindAt = (address: string) => ('on' in opened ? (opened.on.receive(signedFor(address, body)) as Received).kind : 'off');
    expect([kindAt(`${url}/sms/webhook/sales`), kindAt(`${url}/sms/webhook`)]).toEqual(['inbound', 'refused']);
  });

  it('counts a value that a field has twice once, and all of its others', () => {
    const body = Buffer.from(`${platform.message(1, 'help')}&Extra=b&Extra=a&Extra=b`);
    expect(open().receive(platform.request(body))).toMatchObject({ kind: 'inbound' });
  });
});

describe('a message', () => {
  it('is of its person, in a conversation of theirs, and is answered with nothing yet', () => {
    expect(receive('check example.com')).toEqual({
      kind: 'inbound',
      inbound: [
        {
          key: 'SM00000000000000000000000000000001',
          place: {
            channel: 'sms',
            bot: 'main',
            tenant: platform.env.TWILIO_ACCOUNT_SID,
            conversation: ada,
            direct: true,
            user: ada,
            message: 'SM00000000000000000000000000000001',
          },
          from: { user: ada },
          said: { kind: 'text', text: 'check example.com' },
          saidAt: now,
        },
      ],
      ack: { status: 200, headers: { 'content-type': 'text/xml' }, body: '<?xml version="1.0" encoding="UTF-8"?><Response></Response>' },
    });
  });

  it.each([
    ['  /check example.com\n', 'check example.com'],
    ['Grüße 😀', 'Grüße 😀'],
    ['please stop', 'please stop'],
    ['yes', 'yes'],
  ])('%j says %j', (body, text) => {
    expect(inbound(body)?.said).toEqual({ kind: 'text', text });
  });

  it.each(['STOP', ' stop ', 'StopAll', 'UNSUBSCRIBE', 'cancel', 'End', 'quit', 'REVOKE', 'OptOut'])('%j ends what is sent', (body) => {
    expect(inbound(body)?.said).toEqual({ kind: 'event', event: 'unsubscribe' });
  });

  it.each(['START', 'unstop'])('%j begins it again', (body) => {
    expect(inbound(body)?.said).toEqual({ kind: 'event', event: 'subscribe' });
  });

  it('HELP is help, and never the answer to a question', () => {
    expect(inbound('HELP')?.said).toEqual({ kind: 'text', text: 'help', explicit: true });
  });

  it('of a Messaging Service with its own words is what Twilio says it is', () => {
    expect(inbound('Adiós', { OptOutType: 'STOP' })?.said).toEqual({ kind: 'event', event: 'unsubscribe' });
    expect(inbound('cancel', { OptOutType: 'HELP' })?.said).toMatchObject({ text: 'help' });
  });

  it.each([
    ['no words', '', {}],
    ['a picture alone', ' ', { NumMedia: '1', MediaUrl0: 'https://api.twilio.com/a.jpg' }],
    ['a short code, which writes to many', 'Your code is 1', { From: '22000' }],
    ['a name', 'Sale!', { From: 'SHOP' }],
    ['WhatsApp', 'help', { From: 'whatsapp:+14155550101' }],
  ])('with %s asks for nothing', (_, body, more) => {
    expect(receive(body, more)).toMatchObject({ kind: 'nothing', ack: { status: 200 } });
  });

  it('without its name is refused: nothing would know it again', () => {
    expect(receive('help', { MessageSid: '' })).toMatchObject({ kind: 'refused', ack: { status: 400 } });
  });
});

describe('what became of a message of ours', () => {
  const told = (more: Record<string, string>) =>
    open().receive(platform.request(Buffer.from(new URLSearchParams({ MessageSid: 'SM1', ...more }).toString())));

  it('is not worth a word when it arrived', () => {
    for (const MessageStatus of ['queued', 'sent', 'delivered']) expect(told({ MessageStatus })).toEqual({ kind: 'nothing', ack: expect.anything() });
  });

  it.each([
    ['30003', 'unreachable'],
    ['30007', 'filtered'],
    ['21610', 'stopped'],
    ['39999', 'undelivered'],
    ['<b>', 'undelivered'],
  ])('is told in words when it did not: %s', (ErrorCode, reason) => {
    expect(told({ MessageStatus: 'undelivered', ErrorCode })).toMatchObject({
      kind: 'nothing',
      refusedAnswer: { reason, detail: expect.stringContaining('SM1 was not delivered') },
    });
  });
});

it('too many at once are told so in the answer: Twilio does not come again by itself', () => {
  const one = inbound('help');
  expect(one && open().busy(one)).toMatchObject({ status: 200, body: expect.stringMatching(/<Response><Message>.*again in a minute\.<\/Message>/) });
});
