import { decoded } from './charset.ts';
import type { Message } from './headers.ts';
import { textOfHtml } from './html.ts';
import { bytesOf, type Leaf, leavesOf, parameter } from './leaves.ts';

/** More of a part is not read, bytes. */
const partBytesMax = 262_144;

/** What a message says, of its parts the first in plain text, else the first page as text; empty for a message of files alone. */
export function textOf(message: Message): string {
  const leaves = leavesOf(message).filter(({ headers }) => !/^attachment\b/i.test(headers.first('content-disposition') ?? ''));
  const plain = leaves.find(({ type }) => type === 'text/plain');
  if (plain) return contentOf(plain);
  const page = leaves.find(({ type }) => type === 'text/html');
  return page ? textOfHtml(contentOf(page)) : '';
}

const contentOf = (leaf: Leaf) => decoded(bytesOf(leaf, partBytesMax), parameter(leaf.headers.first('content-type') ?? '', 'charset') ?? 'utf-8');
