import type { Place } from '../../shared/channel/inbound.ts';
import { checkAddress } from '../../shared/mail/address.ts';
import { decodeWords } from './mime/charset.ts';

export interface Sender {
  /** In lower case: mail servers tell names apart by case only on paper (RFC 5321, 2.4). */
  readonly address: string;
  readonly name?: string;
}

/** More of a `From` is not read. */
const fromMax = 2_000;

/** Where an address is told something. */
export function addressed(to: string): Place | null {
  const user = to.trim().toLowerCase();
  if (!/^[^\s@<>]{1,64}@[^\s@<>]{3,253}$/.test(user)) return null;
  return { channel: 'email', bot: 'main', tenant: 'main', conversation: user, direct: true, user };
}

/** Who a message is from, of its `From`: one address, with or without a name; null for none, for several, and for what is no address. */
export function senderIn(from: string): Sender | null {
  const [first = '', ...others] = mailboxes(from.slice(0, fromMax));
  if (others.length > 0) return null;
  const angle = /^(.*)<([^<>]*)>$/s.exec(first.trim());
  const address = (angle?.[2] ?? first).trim().toLowerCase();
  const name = decodeWords(unquoted(angle?.[1] ?? '')).slice(0, 100);
  try {
    checkAddress(address);
  } catch {
    return null;
  }
  return { address, ...(name === '' ? {} : { name }) };
}

/** The bare address within `Bellhop <bot@example.com>`, in lower case. */
export const bareAddress = (from: string): string => senderIn(from)?.address ?? '';

/** A list of mailboxes at its commas, without comments; a comma in quotes or brackets is none. */
function mailboxes(list: string): string[] {
  const boxes = [''];
  let [isQuoted, comments, isAngle] = [false, 0, false];
  for (let at = 0; at < list.length; at++) {
    const c = list[at] ?? '';
    if (isQuoted && c === '\\') {
      boxes[boxes.length - 1] += c + (list[++at] ?? '');
      continue;
    }
    if (c === '"' && comments === 0) isQuoted = !isQuoted;
    else if (!isQuoted && c === '(') comments++;
    else if (!isQuoted && c === ')' && comments > 0) {
      comments--;
      continue;
    } else if (!isQuoted && comments === 0 && (c === '<' || c === '>')) isAngle = c === '<';
    else if (!isQuoted && comments === 0 && !isAngle && c === ',') {
      boxes.push('');
      continue;
    }
    if (comments === 0) boxes[boxes.length - 1] += c;
  }
  return boxes;
}

const unquoted = (name: string) =>
  name
    .trim()
    .replace(/^"(.*)"$/s, '$1')
    .replace(/\\(.)/gs, '$1');
