import { failureOf, limited, refusal, status } from './failure.ts';
import { slackLimits } from './limits.ts';
import { fieldsOf, textOf } from './payload.ts';

/** Whether an address that Slack handed in is Slack's: hooks.slack.com by https, or the origin of SLACK_API_URL. */
export function isSlacks(address: string, apiUrl: string): boolean {
  if (!URL.canParse(address)) return false;
  const { origin, username, password } = new URL(address);
  return username === '' && password === '' && (origin === 'https://hooks.slack.com' || origin === new URL(apiUrl).origin);
}

/** Answers by a `response_url`. Throws SendFailed; one that is spent is refused by Slack with 404 and `used_url` or `expired_url`. */
export async function respond(address: string, body: object, signal: AbortSignal): Promise<void> {
  try {
    const response = await fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify(body),
      redirect: 'error',
      signal: AbortSignal.any([signal, AbortSignal.timeout(slackLimits.callMs)]),
    });
    const text = await response.text();
    const error = errorIn(text);
    if (response.status === 429) throw limited(secondsOf(response.headers.get('retry-after')));
    if (response.status >= 500) throw status(response.status);
    if (error !== undefined) throw refusal(error);
    if (!response.ok) throw response.status === 404 || response.status === 410 ? refusal('expired_url') : status(response.status);
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

const secondsOf = (header: string | null) => (header !== null && /^\d+$/.test(header) ? Number(header) : undefined);
