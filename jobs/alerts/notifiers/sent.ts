import { type ApiNames, lost, unlike } from '../../../shared/channel/unanswered.ts';
import { withDeadline } from '../../../shared/deadline.ts';
import { Refusal, SendFailed } from '../../../shared/errors.ts';
import { post } from '../../../shared/net/post.ts';
import type { Tools } from './notifier.ts';

/** How long one call may take, ms. */
const callMs = 15_000;

/** An http(s) address; null for what is none, or holds a password: that belongs into the token. */
export function addressOf(text: string): URL | null {
  const url = URL.parse(text);
  return url && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '' ? url : null;
}

/** Posts it, and is content with any 2xx. Throws SendFailed: what the other side calls wrong isn't tried again, all else is; and Refusal for an address that isn't allowed. */
export async function sent(
  address: URL,
  {
    body,
    headers = {},
    type = 'application/json',
  }: { readonly body: string; readonly headers?: Readonly<Record<string, string>>; readonly type?: string },
  api: ApiNames,
  { allow, signal }: Tools,
): Promise<void> {
  const { status, retryAfterS } = await withDeadline(callMs, signal, (ends) =>
    post(address, { headers: { 'content-type': type, ...headers }, body, allow, signal: ends }),
  ).catch((cause) => {
    throw cause instanceof Refusal ? cause : lost(api, cause);
  });
  if (status >= 200 && status < 300) return;
  if (status >= 400 && status < 500 && status !== 408 && status !== 429)
    throw new SendFailed(`${api.code}_refused`, `${api.name} answered ${status}.`, {
      hint: `Check its address and its token, and set ${api.setting} anew.`,
    });
  throw unlike(api, status, retryAfterS);
}
