import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Env, HttpRequest } from '../../shared/channel/channel.ts';
import { post } from './post.ts';
import { type Misbehaviour, misbehave, twilioError } from './sms/misbehave.ts';

/** Who writes, and the number they write to. */
export const ada = '+14155550101';
export const ourNumber = '+14155550100';

/** A call that came in, and what it was answered; 0: it was left without an answer. */
export interface TwilioCall {
  readonly method: string;
  /** Below the account: `/Messages`. */
  readonly path: string;
  readonly form: Readonly<Record<string, string>>;
  status: number;
  /** Why it was refused, or how it went wrong. */
  problem?: string;
}

/** Twilio on loopback: its REST API, which checks each call against the documented limits and refuses as Twilio does; and its webhook, signed. */
export interface TwilioPlatform {
  readonly url: string;
  /** The settings that point Bellhop here. */
  readonly env: Readonly<Record<'TWILIO_ACCOUNT_SID' | 'TWILIO_AUTH_TOKEN' | 'TWILIO_FROM' | 'TWILIO_API_URL', string>>;
  /** All calls, oldest first. */
  readonly calls: readonly TwilioCall[];
  /** The texts that somebody got, oldest first. */
  sent(to?: string): readonly string[];
  /** Twilio is told where to call: the BELLHOP_URL that it signs. */
  at(base: string): void;
  /** The form of a message. Whoever writes STOP or START ends or begins what Twilio sends them, as it does by itself. */
  message(n: number, body: string, more?: Readonly<Record<string, string>>): Buffer;
  /** The signature of any bytes. */
  sign(body: Buffer): Readonly<Record<string, string>>;
  request(body: Buffer): HttpRequest;
  /** Posts a form to Bellhop's address (its origin); resolves to its status. */
  deliver(origin: string, body: Buffer): Promise<number>;
  /** A file that is kept for an MMS, as the fields that tell of it. */
  media(content: string, type: string): Readonly<Record<string, string>>;
  /** What is set of the number. */
  readonly number: { smsUrl: string; canSms: boolean; isOurs: boolean };
  misbehave(misbehaviour: Misbehaviour): void;
  heal(): void;
  close(): Promise<void>;
}

const ends = /^(stop|stopall|unsubscribe|cancel|end|quit|revoke|optout)$/i;
const begins = /^(start|yes|unstop)$/i;

/** Starts it. `from`: the number, or the short code. `mediaStore`: where it says that files lie; left out, where they do. */
export async function startTwilio({
  from = ourNumber,
  mediaStore,
}: {
  readonly from?: string;
  readonly mediaStore?: string;
} = {}): Promise<TwilioPlatform> {
  const env = { TWILIO_ACCOUNT_SID: `AC${'a1'.repeat(16)}`, TWILIO_AUTH_TOKEN: '0f1e2d3c4b5a69788796a5b4c3d2e1f0', TWILIO_FROM: from };
  const calls: TwilioCall[] = [];
  const wrongs: Misbehaviour[] = [];
  const stopped = new Set<string>();
  const media = new Map<string, string>();
  const number = { smsUrl: '', canSms: true, isOurs: true };
  let base = 'https://bellhop.example';
  let count = 0;

  const server = createServer((request, response) => {
    bodyOf(request).then(
      (body) => serve(request, body, response),
      () => response.destroy(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const storeUrl = mediaStore ?? `${url}/store/`;

  function serve({ method = '', url: address = '', headers }: IncomingMessage, text: string, response: ServerResponse): void {
    const { pathname, searchParams } = new URL(address, url);
    if (/\/Media\/|^\/store\//.test(pathname)) return void serveMedia(pathname, headers.authorization, response);
    const [, account = '', path = ''] = /^\/2010-04-01\/Accounts\/([^/.]+)(\/.*)?\.json$/.exec(pathname) ?? [];
    const form = Object.fromEntries(method === 'POST' ? new URLSearchParams(text) : searchParams);
    const call: TwilioCall = { method, path, form, status: 0 };
    calls.push(call);
    const wrong = wrongs.shift();
    if (wrong) {
      call.problem = wrong.kind;
      call.status = misbehave(wrong, response);
      return;
    }
    const authorized = headers.authorization === `Basic ${Buffer.from(`${env.TWILIO_ACCOUNT_SID}:${env.TWILIO_AUTH_TOKEN}`).toString('base64')}`;
    const answer = authorized && account === env.TWILIO_ACCOUNT_SID ? answerTo(method, path, form) : twilioError(20_003, 'Authenticate', 401);
    if ('code' in answer) call.problem = `${answer.code} ${answer.message}`;
    call.status = 'code' in answer ? answer.status : method === 'POST' && path === '/Messages' ? 201 : 200;
    response.writeHead(call.status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  }

  /** The account is led to where it lies, which takes no token. */
  function serveMedia(path: string, authorization: string | undefined, response: ServerResponse): void {
    const content = media.get(path.split('/').at(-1) ?? '');
    if (path.startsWith('/store/')) response.writeHead(content === undefined || authorization ? 400 : 200).end(content);
    else if (authorization === undefined || content === undefined) response.writeHead(authorization ? 404 : 401).end();
    else response.writeHead(307, { location: `${storeUrl}${path.split('/').at(-1)}` }).end();
  }

  function answerTo(method: string, path: string, form: TwilioCall['form']) {
    switch (`${method} ${path}`) {
      case 'GET ':
        return { sid: env.TWILIO_ACCOUNT_SID, friendly_name: 'Bellhop', status: 'active' };
      case 'GET /IncomingPhoneNumbers':
        return {
          incoming_phone_numbers:
            number.isOurs && form.PhoneNumber === from
              ? [
                  {
                    sid: 'PN1',
                    phone_number: from,
                    sms_url: number.smsUrl,
                    sms_method: 'POST',
                    capabilities: { sms: number.canSms, voice: true },
                  },
                ]
              : [],
        };
      case 'POST /IncomingPhoneNumbers/PN1':
        number.smsUrl = form.SmsUrl ?? number.smsUrl;
        return { sid: 'PN1', sms_url: number.smsUrl };
      case 'POST /Messages':
        return send(form);
      default:
        return twilioError(20_404, `The requested resource ${path}.json was not found`, 404);
    }
  }

  function send({ To: to = '', From: by, Body: body = '', StatusCallback: told, MessagingServiceSid, ...rest }: TwilioCall['form']) {
    const [unknown] = Object.keys(rest);
    if (unknown) return twilioError(20_001, `Unknown parameters: ${unknown}`);
    if (by !== from) return twilioError(21_606, `The 'From' phone number provided (${by}) is not a valid message-capable phone number.`);
    if (!/^\+[1-9]\d{6,14}$/.test(to)) return twilioError(21_211, `Invalid 'To' Phone Number: ${to}`);
    if (body.trim() === '') return twilioError(21_602, 'Message body is required.');
    if (body.length > 1_600) return twilioError(21_617, 'The concatenated message body exceeds the 1600 character limit.');
    if (told !== undefined && !told.startsWith('https://')) return twilioError(21_609, `The 'StatusCallback' URL ${told} is not a valid URL.`);
    if (stopped.has(to)) return twilioError(21_610, 'Attempt to send to unsubscribed recipient');
    return { sid: `SM${String(++count).padStart(32, '0')}`, status: 'queued', to, from: by, body, error_code: null };
  }

  const addressOf = () => `${base}/sms/webhook`;
  const sign = (body: Buffer) => {
    const told = [...new Set([...new URLSearchParams(body.toString())].map(([name, value]) => JSON.stringify([name, value])))];
    const said = told.map((one): [string, string] => JSON.parse(one)).sort(([a, x], [b, y]) => (a < b || (a === b && x < y) ? -1 : 1));
    const text = `${addressOf()}${said.map(([name, value]) => name + value).join('')}`;
    return { 'x-twilio-signature': createHmac('sha1', env.TWILIO_AUTH_TOKEN).update(text).digest('base64') };
  };
  const request = (body: Buffer): HttpRequest => ({
    method: 'POST',
    path: '/sms/webhook',
    query: '',
    headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8', ...sign(body) },
    body,
  });

  return {
    url,
    env: { ...env, TWILIO_API_URL: url },
    calls,
    sent: (to = ada) =>
      calls.flatMap(({ path, form, status }) => (path === '/Messages' && status === 201 && form.To === to && form.Body ? [form.Body] : [])),
    at(where) {
      base = where;
    },
    message(n, body, more = {}) {
      const { From: who = ada } = more;
      if (ends.test(body.trim())) stopped.add(who);
      if (begins.test(body.trim())) stopped.delete(who);
      const sid = `SM${String(n).padStart(32, '0')}`;
      const fields = {
        ToCountry: 'US',
        SmsMessageSid: sid,
        NumMedia: '0',
        SmsSid: sid,
        SmsStatus: 'received',
        Body: body,
        To: from,
        NumSegments: '1',
        MessageSid: sid,
        AccountSid: env.TWILIO_ACCOUNT_SID,
        From: who,
        ApiVersion: '2010-04-01',
      };
      return Buffer.from(new URLSearchParams({ ...fields, ...more }).toString());
    },
    sign,
    request,
    deliver: (origin, body) => post(origin, request(body)),
    media(content, type) {
      const sid = `ME${String(media.size).padStart(32, '0')}`;
      media.set(sid, content);
      const at = `https://api.twilio.com/2010-04-01/Accounts/${env.TWILIO_ACCOUNT_SID}/Messages/MM${'1'.repeat(32)}/Media/${sid}`;
      return { NumMedia: '1', MediaUrl0: at, MediaContentType0: type };
    },
    number,
    misbehave: (wrong) => void wrongs.push(...Array.from({ length: wrong.times ?? 1 }, () => wrong)),
    heal: () => void wrongs.splice(0),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  } satisfies TwilioPlatform & { readonly env: Env };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
