import { lost, unlike } from '../../../shared/channel/unanswered.ts';
import { withDeadline } from '../../../shared/deadline.ts';
import { SendFailed } from '../../../shared/errors.ts';
import { languageOf } from '../../../shared/language/languages.ts';
import { request } from '../../../shared/net/request.ts';
import { speak } from '../words/speak.ts';
import type { Notice, Notifier } from './notifier.ts';

const api = { name: 'Twilio', code: 'call', setting: 'TWILIO_API_URL' };
const callMs = 15_000;
/** Twilio: Calls resource, `Twiml`. */
const twimlMax = 4_000;
const saidMax = 600;
/** Waited for a digit after the last word, s. */
const digitS = 10;
const voices = { en: 'en-GB', de: 'de-DE' } as const;

/**
 * A phone that rings: what is wrong is said aloud twice, and 1 says "I have it" (Twilio: Calls resource; TwiML `Gather`, `Say`). Twilio tells the digit to `/calls/webhook`, which bots/sms takes. Without BELLHOP_URL there is
 * nowhere to tell it to, and it is only said.
 */
export const call: Notifier = {
  kind: 'call',
  follows: [],
  shown: ({ to }) => /^\+[1-9]\d{6,14}$/.exec(to.replace(/[\s()/-]/g, ''))?.[0] ?? null,
  async send(notice, { to }, { env, signal }) {
    const { TWILIO_ACCOUNT_SID: account, TWILIO_AUTH_TOKEN: token, TWILIO_FROM: from, TWILIO_API_URL, BELLHOP_URL } = env;
    if (!account || !token || !from?.startsWith('+'))
      throw new SendFailed('call_off', 'Nothing here can call anybody.', {
        hint: 'An admin sets TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN and TWILIO_FROM, a number.',
      });
    const form = new URLSearchParams({ To: to.replace(/[\s()/-]/g, ''), From: from, Twiml: twimlOf(notice, BELLHOP_URL) });
    const url = `${(TWILIO_API_URL || 'https://api.twilio.com').replace(/\/+$/, '')}/2010-04-01/Accounts/${account}/Calls.json`;
    const headers = {
      authorization: `Basic ${Buffer.from(`${account}:${token}`).toString('base64')}`,
      'content-type': 'application/x-www-form-urlencoded',
    };
    const answered = await withDeadline(callMs, signal, (ends) =>
      request(url, { method: 'POST', headers, body: form.toString(), signal: ends }),
    ).catch((cause) => {
      throw lost(api, cause);
    });
    if (answered.status === 200 || answered.status === 201) return;
    if (answered.status >= 400 && answered.status < 500 && answered.status !== 429)
      throw new SendFailed('call_refused', `Twilio answered ${answered.status}.`, { hint: 'Check the number, and that TWILIO_FROM may call it.' });
    throw unlike(api, answered.status, Number(answered.headers['retry-after'] ?? Number.NaN));
  },
};

function twimlOf({ incident, text, locale }: Notice, url: string | undefined): string {
  const say = speak(locale);
  const language = languageOf(locale);
  const aloud = (words: string) => `<Say language="${voices[language]}" loop="2">${escaped(words)}</Say>`;
  const short = text.slice(0, saidMax);
  const action = url && `${url.replace(/\/+$/, '')}/calls/webhook?which=${incident.id}&in=${language}`;
  const inner = action
    ? `<Gather input="dtmf" numDigits="1" timeout="${digitS}" method="POST" action="${escaped(action)}">${aloud(say.press1(short))}</Gather>`
    : aloud(say.aloud(short));
  const twiml = `<Response>${inner}</Response>`;
  return twiml.length <= twimlMax ? twiml : `<Response>${aloud(say.aloud(incident.what.slice(0, saidMax / 4)))}</Response>`;
}

const marks: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };
/** As XML takes it; what XML has no sign for is left out. */
const escaped = (text: string) =>
  text
    .toWellFormed()
    .replace(/[\u0000-\u001f]/g, ' ')
    .replace(/[&<>"']/g, (mark) => marks[mark] ?? '');
