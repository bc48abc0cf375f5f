import type { HttpAnswer, Received } from '../../shared/channel/channel.ts';
import { inLanguages } from '../../shared/language/languages.ts';

/** Where Twilio tells the digit that somebody pressed when we called them (jobs/alerts/notifiers/call.ts). */
export const callsPath = '/calls/webhook';

const voices = { en: 'en-GB', de: 'de-DE' } as const;
const said = inLanguages({
  en: { voice: voices.en, taken: 'Thank you. It is yours.', nothing: 'Goodbye.' },
  de: { voice: voices.de, taken: 'Danke. Es ist Ihres.', nothing: 'Auf Wiederhören.' },
});

/**
 * What somebody pressed on the phone, of a request that is Twilio's: 1 is `ack` of the incident that its address names, by that number, which hears the rest by SMS. Any other digit is nothing.
 * `account`: whose numbers they are.
 */
export function pressed(query: string, fields: URLSearchParams, account: string, now: number): Received {
  const asked = new URLSearchParams(query);
  const which = asked.get('which') ?? '';
  const say = said(asked.get('in') ?? 'en');
  const user = fields.get('To') ?? '';
  const call = fields.get('CallSid') ?? '';
  if (fields.get('Digits') !== '1' || !/^[0-9a-f]{24}$/.test(which) || !/^\+[1-9]\d{6,14}$/.test(user) || !/^CA[0-9a-f]{32}$/.test(call))
    return { kind: 'nothing', ack: aloud(say.voice, say.nothing) };
  return {
    kind: 'inbound',
    inbound: [
      {
        key: call,
        place: { channel: 'sms', bot: 'main', tenant: account, conversation: user, direct: true, user },
        from: { user },
        said: { kind: 'text', text: `ack ${which}`, explicit: true },
        saidAt: now,
      },
    ],
    ack: aloud(say.voice, say.taken),
  };
}

const aloud = (voice: string, words: string): HttpAnswer => ({
  status: 200,
  headers: { 'content-type': 'text/xml' },
  body: `<?xml version="1.0" encoding="UTF-8"?><Response><Say language="${voice}">${words}</Say></Response>`,
});
