import { randomUUID } from 'node:crypto';
import type { Clock } from '../../shared/clock.ts';
import { localKeeper } from '../../shared/secrets/sealed/local-keeper.ts';
import { seal } from '../../shared/secrets/sealed/seal.ts';
import { version } from '../core/status.ts';
import { format, type Line } from './line.ts';
import { type Counts, noCounts, type Some, type Source } from './world.ts';
import { writeBackup } from './write-file.ts';

/** A blob's content in one line, bytes. */
const bytesMax = 49_152;

/** A secret is bound to its name. */
export const secretContext = (name: string) => `bellhop/backup\n${name}`;

/** Writes all that there is of an installation into a file. Throws BackupFailed, and what the source throws; no file is left then. */
export async function backup(source: Source, file: string, clock: Clock): Promise<Counts & { readonly id: string }> {
  const { plain, wrapped } = await localKeeper({ key: source.key }).make();
  const id = randomUUID();
  const counts = noCounts();
  await writeBackup(file, { bellhop: 'backup', format, id, madeAt: clock.now(), by: version, key: wrapped }, lines(source, plain, counts));
  return { ...counts, id };
}

async function* lines(source: Source, key: Buffer, counts: Counts): AsyncGenerator<Line> {
  if (!source.isOneInstant) for await (const timer of each(source.timers())) yield { kind: 'timer', early: true, ...timer };
  for await (const command of each(source.commands())) {
    counts.commands++;
    yield { kind: 'command', ...command };
  }
  for await (const record of each(source.records())) {
    counts.records++;
    yield { kind: 'record', ...record };
  }
  for await (const timer of each(source.timers())) {
    counts.timers++;
    yield { kind: 'timer', ...timer };
  }
  for await (const { name, value } of source.secrets()) {
    counts.secrets++;
    // As JSON, so that text which is no Unicode comes back as it was.
    yield { kind: 'secret', name, sealed: seal(Buffer.from(JSON.stringify(value)), key, secretContext(name)).toString('base64url') };
  }
  for await (const { series, day, block } of each(source.series())) {
    counts.days++;
    yield { kind: 'day', series, day, block: Buffer.from(block).toString('base64') };
  }
  for await (const { head, content } of source.blobs()) {
    counts.blobs++;
    yield { kind: 'blob', ...head };
    for await (const bytes of content) {
      for (let at = 0; at < bytes.length; at += bytesMax) {
        yield { kind: 'bytes', data: Buffer.from(bytes.subarray(at, at + bytesMax)).toString('base64') };
      }
    }
  }
}

async function* each<T>(some: Some<T>): AsyncGenerator<T> {
  for await (const part of some) yield* part;
}
