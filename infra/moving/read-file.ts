import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { errorOf } from '../../shared/errors.ts';
import { BackupUnreadable } from './errors.ts';
import { format, type Header, header, type Line, lastLine, line } from './line.ts';

/** The longest header, and the longest line: a command with all of its replies. Bytes. */
const headerMax = 16_384;
const lineMax = 64 * 2 ** 20;

/** A backup's file, read as often as is wanted. */
export interface BackupFile {
  readonly header: Header;
  /** All its lines. Throws BackupUnreadable as soon as it meets what is wrong, at the latest at the end: only who has come to the end knows that all of it is right. */
  lines(): AsyncGenerator<Line>;
}

/** Opens a backup and reads its header. Throws BackupUnreadable. */
export async function openBackup(file: string): Promise<BackupFile> {
  const first = await firstLine(file);
  const known = header.safeParse(json(first.text));
  if (!known.success) throw new BackupUnreadable(file, 'it is no backup of Bellhop', 'Name a file that `bellhop backup` made.');
  const made = known.data;
  if (made.format > format) {
    const why = `a newer Bellhop made it (format ${made.format}, and this one reads up to ${format})`;
    throw new BackupUnreadable(file, why, `Restore it with Bellhop ${made.by} or newer.`);
  }
  return { header: made, lines: () => lines(file, first) };
}

interface First {
  readonly text: string;
  readonly bytes: number;
}

async function firstLine(file: string): Promise<First> {
  try {
    const opened = await open(file);
    try {
      const { buffer, bytesRead } = await opened.read(Buffer.alloc(headerMax), 0, headerMax, 0);
      const end = buffer.subarray(0, bytesRead).indexOf('\n');
      return { text: buffer.toString('utf8', 0, Math.max(0, end)), bytes: end + 1 };
    } finally {
      await opened.close();
    }
  } catch (cause) {
    throw new BackupUnreadable(file, errorOf(cause).message, 'Name a file that this user may read.', cause);
  }
}

async function* lines(file: string, first: First): AsyncGenerator<Line> {
  const hash = createHash('sha256').update(`${first.text}\n`);
  let count = 0;
  let isOver = false;
  for await (const text of textLines(file, first.bytes)) {
    if (isOver) throw damaged(file, 'something follows its end');
    const value = json(text);
    const last = lastLine.safeParse(value);
    if (last.success) {
      if (last.data.lines !== count || last.data.sha256 !== hash.digest('hex')) throw damaged(file, 'its checksum is wrong');
      isOver = true;
      continue;
    }
    const read = line.safeParse(value);
    if (!read.success) throw damaged(file, `its line ${count + 2} says nothing that is known here`);
    hash.update(`${text}\n`);
    count++;
    yield read.data;
  }
  if (!isOver) throw cut(file);
}

/** The lines of what is compressed. */
async function* textLines(file: string, start: number): AsyncGenerator<string> {
  const source = createReadStream(file, { start });
  const unzipped = createGunzip();
  source.on('error', (cause) => unzipped.destroy(cause));
  source.pipe(unzipped);
  let rest: Buffer = Buffer.alloc(0);
  try {
    for await (const chunk of unzipped as AsyncIterable<Buffer>) {
      const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      let at = 0;
      for (let end = bytes.indexOf(10, at); end >= 0; end = bytes.indexOf(10, at)) {
        yield bytes.toString('utf8', at, end);
        at = end + 1;
      }
      rest = bytes.subarray(at);
      if (rest.length > lineMax) throw damaged(file, 'a line of it has no end');
    }
    if (rest.length > 0) throw cut(file);
  } catch (cause) {
    throw unreadable(file, cause);
  } finally {
    source.destroy();
    unzipped.destroy();
  }
}

/** zlib's word for a stream that ends too soon. */
const endsTooSoon = 'Z_BUF_ERROR';

function unreadable(file: string, cause: unknown): unknown {
  if (!(cause instanceof Error) || !('code' in cause) || cause instanceof BackupUnreadable) return cause;
  if (cause.code === endsTooSoon) return cut(file, cause);
  return typeof cause.code === 'string' && cause.code.startsWith('Z_')
    ? damaged(file, 'its bytes were changed', cause)
    : new BackupUnreadable(file, cause.message, 'See to its disk.', cause);
}

const cut = (file: string, cause?: unknown) => new BackupUnreadable(file, 'it is cut: its end is missing', undefined, cause);
const damaged = (file: string, what: string, cause?: unknown) => new BackupUnreadable(file, `it is damaged: ${what}`, undefined, cause);

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
