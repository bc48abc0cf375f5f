import { localKeeper } from '../../shared/secrets/sealed/local-keeper.ts';
import { unseal } from '../../shared/secrets/sealed/seal.ts';
import { SecretUnreadable } from '../../shared/secrets/secrets.ts';
import type { MovedDay } from '../../shared/series/moved.ts';
import type { PlacedRecord } from '../../shared/store/moved.ts';
import { type AnyCollection, declaredCollection } from '../../shared/store/store.ts';
import { secretContext } from './backup.ts';
import { batched } from './batched.ts';
import { BackupUnreadable } from './errors.ts';
import type { Line } from './line.ts';
import { type BackupFile, openBackup } from './read-file.ts';
import { type Counts, noCounts, type Target } from './world.ts';

/** Added at once. */
const batch = 200;

export interface RestoreOptions {
  /** The key of the installation that the backup was made of, where it isn't the target's. */
  readonly formerKey?: string;
}

/** `isNew` false: this backup was restored there before, and nothing was done. */
export interface Restored extends Counts {
  readonly id: string;
  readonly isNew: boolean;
}

/**
 * Restores a backup. All of the file is read before anything is written: one that is cut, damaged, or needs what isn't here is refused with nothing done. Then comes what others
 * stand on first: records, secrets and blobs, series, commands, timers. Repeated after a failure it goes on. Throws BackupUnreadable, RestoreRefused, SecretUnreadable, and StorageFailed.
 */
export async function restore(file: string, target: Target, { formerKey }: RestoreOptions = {}): Promise<Restored> {
  const opened = await openBackup(file);
  const { id } = opened.header;
  const counts = await looked(file, opened);
  const key = counts.secrets > 0 ? await keyOf(opened, target.key, formerKey) : Buffer.alloc(0);
  if ((await target.begin(id)) === 'done') return { ...counts, id, isNew: false };
  await addBesides(file, opened, target, key);
  await batched(days(opened), batch, (some) => target.addSeries(some));
  await batched(only(opened, 'command'), batch, (commands) => target.addCommands(commands));
  await batched(only(opened, 'timer'), batch, (timers) => target.addTimers(timers));
  await target.end(id);
  return { ...counts, id, isNew: true };
}

/** Reads all of it, and counts. */
async function looked(file: string, opened: BackupFile): Promise<Counts> {
  const counts = noCounts();
  const strange = new Set<string>();
  for await (const line of opened.lines()) {
    if (line.kind === 'command') counts.commands++;
    if (line.kind === 'timer' && !line.early) counts.timers++;
    if (line.kind === 'secret') counts.secrets++;
    if (line.kind === 'blob') counts.blobs++;
    if (line.kind === 'day') counts.days++;
    if (line.kind !== 'record') continue;
    counts.records++;
    if (!declaredCollection(line.collection)) strange.add(line.collection);
  }
  if (strange.size > 0) {
    const names = [...strange].join(', ');
    throw new BackupUnreadable(file, `nothing here knows its collections ${names}`, 'Set BELLHOP_SKILLS as it was where the backup was made.');
  }
  return counts;
}

async function keyOf({ header }: BackupFile, key: string, former: string | undefined): Promise<Buffer> {
  try {
    return (await localKeeper({ key, ...(former === undefined ? {} : { former: [former] }) }).unwrap(header.key)).plain;
  } catch (cause) {
    if (!(cause instanceof SecretUnreadable)) throw cause;
    throw new SecretUnreadable('The secrets of the backup', 'they are sealed by another BELLHOP_KEY: name that one in BELLHOP_BACKUP_KEY', cause);
  }
}

/** Records, secrets and blobs. */
async function addBesides(file: string, opened: BackupFile, target: Target, key: Buffer): Promise<void> {
  await batched(placed(opened), batch, (records) => target.addRecords(records));
  const lines = opened.lines();
  for await (const line of lines) {
    if (line.kind === 'secret') await target.addSecret(line.name, secretIn(file, line, key));
    if (line.kind === 'blob') await target.addBlob(line, content(file, line, lines));
  }
}

async function* placed(opened: BackupFile): AsyncGenerator<PlacedRecord> {
  for await (const { collection, key, version, value } of only(opened, 'record')) {
    const known: AnyCollection | undefined = declaredCollection(collection);
    if (known) yield { collection: known, key, version, value };
  }
}

async function* days(opened: BackupFile): AsyncGenerator<MovedDay> {
  for await (const { series, day, block } of only(opened, 'day')) yield { series, day, block: Buffer.from(block, 'base64') };
}

function secretIn(file: string, { name, sealed }: Extract<Line, { kind: 'secret' }>, key: Buffer): string {
  const plain = unseal(Buffer.from(sealed, 'base64url'), key, secretContext(name));
  if (!plain) throw new BackupUnreadable(file, `its secret ${name} was changed`);
  return String(JSON.parse(plain.toString()));
}

/** The content of the blob that was just met: what follows, until there is all of it. */
async function* content(file: string, { key, bytes }: Extract<Line, { kind: 'blob' }>, lines: AsyncGenerator<Line>): AsyncGenerator<Uint8Array> {
  let rest = bytes;
  while (rest > 0) {
    const { value } = await lines.next();
    if (value?.kind !== 'bytes') throw new BackupUnreadable(file, `its blob ${key} lacks ${rest} bytes`);
    const data = Buffer.from(value.data, 'base64');
    rest -= data.length;
    yield data;
  }
}

async function* only<K extends Line['kind']>(opened: BackupFile, kind: K): AsyncGenerator<Extract<Line, { kind: K }>> {
  for await (const line of opened.lines()) if (isOf(line, kind)) yield line;
}

const isOf = <K extends Line['kind']>(line: Line, kind: K): line is Extract<Line, { kind: K }> => line.kind === kind;
