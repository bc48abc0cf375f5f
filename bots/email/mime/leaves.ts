import { quotedPrintable } from './charset.ts';
import { type Message, messageOf } from './headers.ts';

/** A message is looked into so deep, and at so many parts. */
const depthMax = 8;
const partsMax = 100;

/** A part of a message that has no further parts. */
export interface Leaf extends Message {
  /** `text/plain`, in lower case. */
  readonly type: string;
  /** False: its end is missing. */
  readonly isWhole: boolean;
}

/** All of them, as they stand in the message. */
export function leavesOf(message: Message, depth = 0, isWhole = true): Leaf[] {
  const { headers, body } = message;
  const value = headers.first('content-type') ?? 'text/plain';
  const type = /^[^;\s]{1,100}/.exec(value)?.[0].toLowerCase() ?? '';
  if (!type.startsWith('multipart/')) return [{ headers, body, type, isWhole }];
  const boundary = parameter(value, 'boundary');
  if (boundary === undefined || boundary === '' || depth >= depthMax) return [];
  const { parts, isEnded } = partsOf(body, boundary);
  return parts.flatMap((part, n) => leavesOf(messageOf(part), depth + 1, isEnded || n < parts.length - 1)).slice(0, partsMax);
}

/** What stands between the lines of a boundary (RFC 2046, 5.1.1): the line's end before a mark is the mark's. */
function partsOf(body: Buffer, boundary: string): { readonly parts: readonly Buffer[]; readonly isEnded: boolean } {
  const mark = `--${boundary}`;
  const parts: Buffer[] = [];
  let from = -1;
  for (let at = body.indexOf(mark); at >= 0 && parts.length < partsMax; at = body.indexOf(mark, at + mark.length)) {
    if (at > 0 && body[at - 1] !== 0x0a) continue;
    if (from >= 0) parts.push(body.subarray(from, Math.max(from, body[at - 2] === 0x0d ? at - 2 : at - 1)));
    const after = at + mark.length;
    if (body[after] === 0x2d && body[after + 1] === 0x2d) return { parts, isEnded: true };
    const line = body.indexOf('\n', after);
    if (line < 0) return { parts, isEnded: true };
    from = line + 1;
  }
  // The last mark is missing: what came is looked at all the same.
  return from >= 0 && parts.length < partsMax ? { parts: [...parts, body.subarray(from)], isEnded: false } : { parts, isEnded: true };
}

/** Its bytes, of at most so many as they were sent. */
export function bytesOf({ headers, body }: Message, sentMax = Number.POSITIVE_INFINITY): Buffer {
  const some = body.subarray(0, sentMax);
  switch (headers.first('content-transfer-encoding')?.toLowerCase()) {
    case 'base64':
      return Buffer.from(some.toString('latin1'), 'base64');
    case 'quoted-printable':
      return quotedPrintable(some.toString('latin1'));
    default:
      return some;
  }
}

/** A parameter of `text/plain; charset="utf-8"`. */
export function parameter(value: string, name: string): string | undefined {
  const [, quoted, bare] =
    new RegExp(`;\\s{0,20}${name.replace('*', '\\*')}\\s{0,5}=\\s{0,5}(?:"([^"]{0,400})"|([^\\s;"]{1,400}))`, 'i').exec(value) ?? [];
  return quoted ?? bare;
}
