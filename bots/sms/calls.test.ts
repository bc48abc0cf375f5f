import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HttpRequest, Received } from '../../shared/channel/channel.ts';
import { ada, ourNumber, startTwilio, type TwilioPlatform } from '../../test/platforms/sms.ts';
import { sms } from './channel.ts';

let platform: TwilioPlatform;
beforeAll(async () => {
  platform = await startTwilio();
});
afterAll(() => platform.close());

const which = 'a1b2c3d4e5f6a1b2c3d4e5f6';

/** What Twilio tells when somebody presses a digit, signed for `address`. */
function pressed(digits: string, { query = `which=${which}&in=de`, address = 'https://bellhop.example/calls/webhook' } = {}): Received {
  const opened = sms.configure(platform.env, { clock: { now: () => 1 }, random: () => 0, url: 'https://bellhop.example', env: platform.env });
  if ('off' in opened) throw new Error(opened.off);
  const fields: [string, string][] = [
    ['CallSid', `CA${'a'.repeat(32)}`],
    ['Digits', digits],
    ['From', ourNumber],
    ['To', ada],
  ];
  const signature = createHmac('sha1', platform.env.TWILIO_AUTH_TOKEN)
    .update(`${address}?${query}${fields.map(([name, value]) => name + value).join('')}`)
    .digest('base64');
  const request: HttpRequest = {
    method: 'POST',
    path: '/calls/webhook',
    query,
    headers: { 'x-twilio-signature': signature },
    body: Buffer.from(new URLSearchParams(fields).toString()),
  };
  return opened.on.receive(request) as Received;
}

describe('a digit on the phone', () => {
  it('1 is “I have it”, by the number that was called, and is thanked for in its language', () => {
    const received = pressed('1');
    expect(received.kind === 'inbound' && received.inbound).toMatchObject([
      { place: { channel: 'sms', conversation: ada, direct: true }, from: { user: ada }, said: { kind: 'text', text: `ack ${which}` } },
    ]);
    expect(received.kind === 'inbound' && String(received.ack.body)).toContain('<Say language="de-DE">Danke. Es ist Ihres.</Say>');
  });

  it('another is nothing, and nothing is what names no incident', () => {
    expect([pressed('2').kind, pressed('').kind, pressed('1', { query: 'which=all' }).kind]).toEqual(['nothing', 'nothing', 'nothing']);
  });

  it('that Twilio did not sign for this very address is refused', () => {
    const forged = pressed('1', { address: 'https://bellhop.example/sms/webhook' });
    expect(forged).toMatchObject({ kind: 'refused', ack: { status: 401 } });
  });
});
