import { lost, unlike } from '../../shared/channel/unanswered.ts';
import { withDeadline } from '../../shared/deadline.ts';
import { request } from '../../shared/net/request.ts';
import { refusalOf, twilio } from './failure.ts';
import { smsLimits } from './limits.ts';
import type { SmsConfig } from './settings.ts';

/** What Twilio sent: nothing in it is believed to have the type that the documents say. */
export type Fields = Readonly<Record<string, unknown>>;
export const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Twilio's REST API, as the account. */
export interface TwilioApi {
  /**
   * One call below the account, never repeated here: the queue repeats. `path`: `/Messages`, or nothing for the account itself. `params` go as a form into the body of a POST, and into the
   * address otherwise. Throws SendFailed, also when `signal` ends or there is no answer within 15 s.
   */
  call(method: 'GET' | 'POST', path: string, params: Readonly<Record<string, string>>, signal: AbortSignal): Promise<Fields>;
}

/** Without a slash at the end. */
export const accountUrl = ({ apiUrl, accountSid }: SmsConfig) => `${apiUrl}/2010-04-01/Accounts/${accountSid}`;

export const authorizationOf = ({ accountSid, authToken }: SmsConfig) => `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`;

/** `callMs`: how long one call may take. */
export function twilioApi(config: SmsConfig, callMs: number = smsLimits.callMs): TwilioApi {
  const authorization = authorizationOf(config);

  function ask(method: 'GET' | 'POST', path: string, params: Readonly<Record<string, string>>, signal: AbortSignal) {
    const url = `${accountUrl(config)}${path}.json`;
    const form = new URLSearchParams(params).toString();
    if (method === 'GET') return request(form === '' ? url : `${url}?${form}`, { method, headers: { authorization }, signal });
    return request(url, { method, headers: { authorization, 'content-type': 'application/x-www-form-urlencoded' }, body: form, signal });
  }

  return {
    async call(method, path, params, signal) {
      const answered = await withDeadline(callMs, signal, (ends) => ask(method, path, params, ends)).catch((cause) => {
        throw lost(twilio, cause);
      });
      const answer = read(answered.text);
      if ((answered.status === 200 || answered.status === 201) && answer) return answer;
      const retryAfter = Number(answered.headers['retry-after'] ?? Number.NaN);
      throw typeof answer?.code === 'number' ? refusalOf(answer, answered.status, retryAfter) : unlike(twilio, answered.status, retryAfter);
    },
  };
}

function read(text: string): Fields | null {
  try {
    const value: unknown = JSON.parse(text);
    return isFields(value) ? value : null;
  } catch {
    return null;
  }
}
