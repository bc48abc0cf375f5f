import { afterAll, beforeAll } from 'vitest';
import { textsContract } from '../../shared/texts/texts.contract.ts';
import { ourNumber, startTwilio, type TwilioPlatform } from '../../test/platforms/sms.ts';
import { twilioApi } from './api.ts';
import { twilioTexts } from './send.ts';

let platform: TwilioPlatform;
beforeAll(async () => {
  platform = await startTwilio();
});
afterAll(() => platform.close());

const wrongs = { busy: '429', down: '500', lost: 'close' } as const;
textsContract('twilioTexts', () => {
  const { TWILIO_ACCOUNT_SID: accountSid, TWILIO_AUTH_TOKEN: authToken, TWILIO_API_URL: apiUrl } = platform.env;
  return {
    texts: twilioTexts(twilioApi({ accountSid, authToken, from: ourNumber, apiUrl }), ourNumber, 'https://bellhop.example/sms/webhook'),
    sent: () =>
      platform.calls.flatMap(({ status, form: { To: to = '', From: from = '', Body: body = '' } }) => (status === 201 ? [{ to, from, body }] : [])),
    stop: (From) => void platform.message(1, 'STOP', { From }),
    wrong: (how) => platform.misbehave({ kind: wrongs[how] }),
  };
});
