import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Place } from '../../shared/channel/inbound.ts';
import { SendFailed } from '../../shared/errors.ts';
import { reply } from '../../shared/reply/reply.ts';
import type { Misbehaviour } from '../../test/platforms/sms/misbehave.ts';
import { ada, ourNumber, startTwilio, type TwilioPlatform } from '../../test/platforms/sms.ts';
import { twilioApi } from './api.ts';
import { render } from './render.ts';
import { sender, twilioTexts } from './send.ts';
import { smsConfig } from './settings.ts';

let platform: TwilioPlatform;
beforeEach(async () => {
  platform = await startTwilio();
});
afterEach(() => platform.close());

const here = (): Place => ({ channel: 'sms', bot: 'main', tenant: platform.env.TWILIO_ACCOUNT_SID, conversation: ada, direct: true, user: ada });

interface With {
  readonly text?: string;
  readonly place?: Place;
  readonly env?: object;
  readonly address?: string;
  readonly callMs?: number;
  /** Instead of what `render` makes of the text. */
  readonly message?: object;
}

function answer({ text = 'Up', place = here(), env = {}, address = 'https://bellhop.example/sms/webhook', callMs = 5_000, message }: With = {}) {
  const config = smsConfig({ ...platform.env, ...env });
  if (!config) throw new Error('no settings');
  const [rendered] = JSON.parse(JSON.stringify(message ? [message] : render(reply(text), { locale: 'en', timeZone: 'UTC' })));
  return sender(twilioTexts(twilioApi(config, callMs), config.from, address))(rendered, place, {
    signal: new AbortController().signal,
    key: 'k.1',
    acceptedAt: 0,
  });
}

async function refusal(how: With = {}): Promise<SendFailed> {
  const failed = await answer(how).then(
    () => null,
    (cause) => cause,
  );
  if (!(failed instanceof SendFailed)) throw new Error(`expected a refusal, got ${failed}`);
  return failed;
}

describe('a message', () => {
  it('goes from our number, its name comes back, and what becomes of it is told to us', async () => {
    expect(await answer({ text: 'Grüße 😀 & co' })).toEqual({ message: 'SM00000000000000000000000000000001' });
    expect(platform.calls.map(({ form }) => form)).toEqual([
      { To: ada, From: ourNumber, Body: 'Grüße 😀 & co', StatusCallback: 'https://bellhop.example/sms/webhook' },
    ]);
  });

  it('asks for no news where Twilio could not bring them', async () => {
    await answer({ address: 'http://127.0.0.1:8080/sms/webhook' });
    expect(platform.calls[0]?.form).not.toHaveProperty('StatusCallback');
  });

  it('of a Messaging Service leaves the number to Twilio', async () => {
    const TWILIO_FROM = `MG${'b2'.repeat(16)}`;
    // The stand-in knows none.
    await refusal({ env: { TWILIO_FROM } });
    expect(platform.calls[0]?.form).toMatchObject({ MessagingServiceSid: TWILIO_FROM });
  });
});

describe('refused for good, with the mend in words:', () => {
  it('who said STOP, and then START', async () => {
    platform.message(1, 'STOP');
    expect(await refusal()).toMatchObject({
      code: 'sms_stopped',
      retryable: false,
      maybeSent: false,
      outOfReach: true,
      hint: expect.stringContaining('START'),
    });
    platform.message(2, 'start');
    await answer();
  });

  it.each<[string, With, string, string]>([
    ['a number that is none', { place: { channel: 'sms', bot: 'main', tenant: 't', conversation: '12' } }, 'sms_number', 'another one'],
    ['a sender that is not ours', { env: { TWILIO_FROM: '+14155559999' } }, 'sms_from', 'TWILIO_FROM'],
    ['another token', { env: { TWILIO_AUTH_TOKEN: 'ff'.repeat(16) } }, 'sms_token', 'TWILIO_AUTH_TOKEN'],
    ['an error that is not known', { message: { body: ' ' } }, 'sms_refused', '21602'],
  ])('%s', async (_, how, code, hint) => {
    expect(await refusal(how)).toMatchObject({
      code,
      lockedOut: code === 'sms_token',
      retryable: false,
      maybeSent: false,
      hint: expect.stringContaining(hint),
    });
  });
});

describe('tried again:', () => {
  it.each<[string, Misbehaviour, object]>([
    ['429 with a wait', { kind: '429', retryAfter: 7 }, { code: 'sms_busy', retryAfterMs: 7_000, maybeSent: false }],
    ['429 without', { kind: '429' }, { code: 'sms_busy', retryAfterMs: undefined, maybeSent: false }],
    ['a number whose queue is full', { kind: 'full' }, { code: 'sms_busy', retryAfterMs: 60_000, maybeSent: false }],
    ['an error of Twilio’s', { kind: '500' }, { code: 'sms_down', maybeSent: true }],
    ['a gateway’s page', { kind: '502' }, { code: 'sms_down', maybeSent: true }],
    ['a page that is not Twilio’s', { kind: 'page' }, { code: 'sms_unreachable', maybeSent: true }],
    ['half an answer', { kind: 'half' }, { code: 'sms_unreachable', maybeSent: true }],
    ['a closed connection', { kind: 'close' }, { code: 'sms_unreachable', maybeSent: true }],
  ])('%s', async (_, wrong, wanted) => {
    platform.misbehave(wrong);
    expect(await refusal()).toMatchObject({ retryable: true, ...wanted });
    await answer();
  });

  it.each(['silence', 'drip'] as const)('%s, given up after its time', async (kind) => {
    platform.misbehave({ kind });
    expect(await refusal({ callMs: 60 })).toMatchObject({ code: 'sms_unreachable', retryable: true, maybeSent: true });
  });

  it('nobody there: it was not sent', async () => {
    expect(await refusal({ env: { TWILIO_API_URL: 'http://127.0.0.1:1' } })).toMatchObject({
      code: 'sms_unreachable',
      retryable: true,
      maybeSent: false,
    });
  });
});
