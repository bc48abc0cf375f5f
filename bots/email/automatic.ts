import { senderIn } from './address.ts';
import type { Headers } from './mime/headers.ts';

/** Who writes by itself, whatever it says. */
const machines = /^(mailer-daemon|postmaster|no-?reply|do-?not-?reply|bounces?)([+@.-]|$)/;

/**
 * Whether nobody wrote a message: an auto-reply, a bounce, a list, or ourselves. Answering one may never end (RFC 3834, section 2; Microsoft: X-Auto-Response-Suppress). What we send
 * says so itself (`Auto-Submitted`), so that it is known when it comes back.
 */
export function isAutomatic(headers: Headers, ownAddress: string): boolean {
  const said = (name: string) => headers.first(name)?.toLowerCase() ?? '';
  const auto = said('auto-submitted');
  if (auto !== '' && auto.split(';', 1)[0]?.trim() !== 'no') return true;
  if (/^(bulk|list|junk|auto_reply)\b/.test(said('precedence'))) return true;
  if (/\b(all|oof|autoreply)\b/.test(said('x-auto-response-suppress'))) return true;
  if (headers.hasAny('list-') || headers.hasAny('x-autoreply') || headers.hasAny('x-autorespond') || headers.hasAny('x-loop')) return true;
  if (headers.all('return-path').some((path) => /^<\s*>$/.test(path))) return true;
  if (/^multipart\/report\b/.test(said('content-type'))) return true;
  const { address = '' } = senderIn(headers.first('from') ?? '') ?? {};
  return machines.test(address) || (ownAddress !== '' && address === ownAddress);
}
