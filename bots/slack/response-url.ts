import { withDeadline } from '../../shared/deadline.ts';
import { request } from '../../shared/net/request.ts';
import { failureOf, limited, refusal, status } from './failure.ts';
import { slackLimits } from './limits.ts';
import { fieldsOf, textOf } from './payload.ts';

/** Whether an address that Slack handed in is Slack's: hooks.slack.com by https, or the origin of SLACK_API_URL. */
export const isSlacks = (address: string, apiUrl: string) => isOfOrigin(address, 'https://hooks.slack.com', apiUrl);

/** Whether an address lies at this host of Slack's, or at the origin of SLACK_API_URL. */
export function isOfOrigin(address: string, host: string, apiUrl: string): boolean {
  if (!URL.canParse(address)) return false;
  const { origin, username, password } = new URL(address);
  return username === '' && password === '' && (origin === host || origin === new URL(apiUrl).origin);
}

/** Answers by a `response_url`. Throws SendFailed; one that is spent is refused by Slack with 404 and `used_url` or `expired_url`. */
export async function respond(address: string, body: object, signal: AbortSignal): Promise<void> {
  try {
    const headers = { 'content-type': 'application/json; charset=utf-8' };
    const answer = await withDeadline(slackLimits.callMs, signal, (signal) =>
      request(address, { method: 'POST', headers, body: JSON.stringify(body), signal }),
    );
    const error = errorIn(answer.text);
    const code = answer.status;
    if (code === 429) throw limited(secondsOf(answer.headers['retry-after']));
    if (code >= 500) throw status(code);
    if (error !== undefined) throw refusal(error);
    if (code >= 300) throw code === 404 || code === 410 ? refusal('expired_url') : status(code);
  } catch (cause) {
    throw failureOf(cause);
  }
}

function errorIn(text: string): string | undefined {
  try {
    const answer = fieldsOf(JSON.parse(text));
    return answer?.ok === false ? textOf(answer.error) : undefined;
  } catch {
    return undefined; // "ok", in plain text.
  }
}

const secondsOf = (header: string | undefined) => (typeof header === 'string' && /^\d+$/.test(header) ? Number(header) : undefined);
