import { decoded, decodeWords } from './charset.ts';
import type { Headers, Message } from './headers.ts';
import { bytesOf, leavesOf, parameter } from './leaves.ts';

/** A file in a message. */
export interface Attachment {
  readonly name: string;
  readonly mediaType: string;
  /** Null: the message ends within it. */
  readonly content: Buffer | null;
}

/** What a message has attached (RFC 2183): not what stands in its page, as logos do. */
export function attachmentsOf(message: Message): readonly Attachment[] {
  return leavesOf(message)
    .filter(({ headers }) => /^attachment\b/i.test(headers.first('content-disposition') ?? ''))
    .map((leaf) => ({ name: nameIn(leaf.headers), mediaType: leaf.type, content: leaf.isWhole ? bytesOf(leaf) : null }));
}

/** As the newer form has it, with its charset (RFC 2231, 4), else the older one, which some encode as words of a head. */
function nameIn(headers: Headers): string {
  const disposition = headers.first('content-disposition') ?? '';
  const [, charset, percented] = /^([\w-]{0,40})'[\w-]{0,40}'(.*)$/.exec(parameter(disposition, 'filename*') ?? '') ?? [];
  if (percented !== undefined) {
    const bytes = percented.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
    return decoded(Buffer.from(bytes, 'latin1'), charset || 'utf-8');
  }
  return decodeWords(parameter(disposition, 'filename') ?? parameter(headers.first('content-type') ?? '', 'name') ?? '');
}
