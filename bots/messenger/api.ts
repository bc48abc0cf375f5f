import { createHmac } from 'node:crypto';
import { lost, unlike } from '../../shared/channel/unanswered.ts';
import { withDeadline } from '../../shared/deadline.ts';
import { request } from '../../shared/net/request.ts';
import { meta, refusalOf } from './failure.ts';
import { type Fields, isFields } from './fields.ts';
import { messengerLimits } from './limits.ts';
import type { MessengerConfig } from './settings.ts';

/** Meta's Graph API, as the Page. */
export interface GraphApi {
  /**
   * One call of a path like `me`, never repeated here: the queue repeats. `params` go into the body of a POST, and into the address otherwise. Throws SendFailed, also when
   * `signal` ends or there is no answer within 15 s. `file` goes along with a POST, as `filedata`.
   */
  call(method: 'GET' | 'POST' | 'DELETE', path: string, params: Readonly<Record<string, unknown>>, signal: AbortSignal, file?: File): Promise<Fields>;
}

/** What one Page is reached with. */
export interface PageAccess extends Pick<MessengerConfig, 'appSecret' | 'graphUrl'> {
  readonly pageToken: string;
}

/** The token goes in a header, so that it stands in nobody's log of addresses. `callMs`: how long one call may take. */
export function graphApi({ pageToken, appSecret, graphUrl }: PageAccess, callMs: number = messengerLimits.callMs): GraphApi {
  // Graph API, Securing Requests: apps may demand it, and take it in any case.
  const proof = createHmac('sha256', appSecret).update(pageToken).digest('hex');

  async function ask(
    method: 'GET' | 'POST' | 'DELETE',
    path: string,
    params: Readonly<Record<string, unknown>>,
    signal: AbortSignal,
    file: File | undefined,
  ) {
    const url = new URL(`${graphUrl}/${path}`);
    url.searchParams.set('appsecret_proof', proof);
    const headers: Record<string, string> = { authorization: `Bearer ${pageToken}` };
    let body: string | Uint8Array | undefined;
    if (file !== undefined) {
      const form = new Response(formOf(params, file));
      headers['content-type'] = form.headers.get('content-type') ?? '';
      body = new Uint8Array(await form.arrayBuffer());
    } else if (method === 'POST') {
      headers['content-type'] = 'application/json';
      body = JSON.stringify(params);
    } else for (const [name, value] of Object.entries(params)) url.searchParams.set(name, String(value));
    return request(url, { method, headers, body, signal });
  }

  return {
    async call(method, path, params, signal, file) {
      const answered = await withDeadline(callMs, signal, (ends) => ask(method, path, params, ends, file)).catch((cause) => {
        throw lost(meta, cause);
      });
      const answer = read(answered.text);
      if (answered.status === 200 && answer && answer.error === undefined) return answer;
      const retryAfter = Number(answered.headers['retry-after'] ?? Number.NaN);
      throw isFields(answer?.error) ? refusalOf(answer.error, retryAfter) : unlike(meta, answered.status, retryAfter);
    },
  };
}

/** A file with its message: what isn't a text is JSON (Send API, "Save from file"). */
function formOf(params: Readonly<Record<string, unknown>>, file: File): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(params)) form.set(name, typeof value === 'string' ? value : JSON.stringify(value));
  form.set('filedata', file);
  return form;
}

function read(text: string): Fields | null {
  try {
    const value: unknown = JSON.parse(text);
    return isFields(value) ? value : null;
  } catch {
    return null;
  }
}
