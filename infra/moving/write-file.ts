import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { link, open, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { backupFailed } from './errors.ts';
import type { Header, Line } from './line.ts';

/** Handed to the compressor at once, characters. */
const chunkChars = 65_536;

/**
 * Writes a backup: its header as a line of JSON, then all lines compressed, the last of which has the checksum. It is written apart, readable for this user alone, and has its
 * name only when it is whole and on the disk; no file is written over. Throws BackupFailed for what the disk does, and what `lines` throws: nothing is left then.
 */
export async function writeBackup(file: string, header: Header, lines: AsyncIterable<Line>): Promise<void> {
  const part = `${file}.${header.id}.part`;
  try {
    const stream = createWriteStream(part, { flags: 'wx', mode: 0o600, flush: true });
    const first = `${JSON.stringify(header)}\n`;
    stream.write(first);
    await pipeline(Readable.from(chunks(first, lines)), createGzip(), stream);
    await link(part, file);
  } catch (cause) {
    throw backupFailed(file, cause);
  } finally {
    await rm(part, { force: true });
  }
  await synced(dirname(file));
}

async function* chunks(first: string, lines: AsyncIterable<Line>): AsyncGenerator<string> {
  const hash = createHash('sha256').update(first);
  let count = 0;
  let chunk = '';
  for await (const line of lines) {
    const text = `${JSON.stringify(line)}\n`;
    hash.update(text);
    count++;
    chunk += text;
    if (chunk.length < chunkChars) continue;
    yield chunk;
    chunk = '';
  }
  yield `${chunk}${JSON.stringify({ kind: 'end', lines: count, sha256: hash.digest('hex') })}\n`;
}

/** Its new name outlives a loss of power too. */
async function synced(folder: string): Promise<void> {
  const opened = await open(folder);
  await opened.sync().finally(() => opened.close());
}
