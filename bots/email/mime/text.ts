import { decoded, quotedPrintable } from './charset.ts';
import { type Message, messageOf } from './headers.ts';
import { textOfHtml } from './html.ts';

/** More of a part is not read, bytes. */
const partBytesMax = 262_144;
/** A message is looked into so deep, and at so many parts. */
const depthMax = 8;
const partsMax = 100;

/** What a message says, of its parts the first in plain text, else the first page as text; empty for a message of files alone. */
export function textOf(message: Message): string {
  const leaves = leavesOf(message, 0);
  const plain = leaves.find(({ type }) => type === 'text/plain');
  if (plain) return contentOf(plain);
  const page = leaves.find(({ type }) => type === 'text/html');
  return page ? textOfHtml(contentOf(page)) : '';
}

interface Leaf extends Message {
  readonly type: string;
  readonly charset: string;
}

function leavesOf(message: Message, depth: number): Leaf[] {
  const { headers, body } = message;
  const value = headers.first('content-type') ?? 'text/plain';
  const type = /^[^;\s]{1,100}/.exec(value)?.[0].toLowerCase() ?? '';
  if (type.startsWith('multipart/')) {
    const boundary = parameter(value, 'boundary');
    if (boundary === undefined || boundary === '' || depth >= depthMax) return [];
    return partsOf(body, boundary)
      .flatMap((part) => leavesOf(messageOf(part), depth + 1))
      .slice(0, partsMax);
  }
  if (/^attachment\b/i.test(headers.first('content-disposition') ?? '')) return [];
  return [{ headers, body, type, charset: parameter(value, 'charset') ?? 'utf-8' }];
}

/** What stands between the lines of a boundary (RFC 2046, 5.1.1). */
function partsOf(body: Buffer, boundary: string): Buffer[] {
  const mark = `--${boundary}`;
  const parts: Buffer[] = [];
  let from = -1;
  for (let at = body.indexOf(mark); at >= 0 && parts.length < partsMax; at = body.indexOf(mark, at + mark.length)) {
    if (at > 0 && body[at - 1] !== 0x0a) continue;
    if (from >= 0) parts.push(body.subarray(from, at));
    const after = at + mark.length;
    if (body[after] === 0x2d && body[after + 1] === 0x2d) return parts;
    const line = body.indexOf('\n', after);
    if (line < 0) return parts;
    from = line + 1;
  }
  // The last mark is missing: what came is looked at all the same.
  return from >= 0 && parts.length < partsMax ? [...parts, body.subarray(from)] : parts;
}

function contentOf({ headers, body, charset }: Leaf): string {
  const some = body.subarray(0, partBytesMax);
  switch (headers.first('content-transfer-encoding')?.toLowerCase()) {
    case 'base64':
      return decoded(Buffer.from(some.toString('latin1'), 'base64'), charset);
    case 'quoted-printable':
      return decoded(quotedPrintable(some.toString('latin1')), charset);
    default:
      return decoded(some, charset);
  }
}

/** A parameter of `text/plain; charset="utf-8"`. */
function parameter(value: string, name: string): string | undefined {
  const [, quoted, bare] = new RegExp(`;\\s{0,20}${name}\\s{0,5}=\\s{0,5}(?:"([^"]{0,200})"|([^\\s;"]{1,200}))`, 'i').exec(value) ?? [];
  return quoted ?? bare;
}
