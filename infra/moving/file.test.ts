import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { BackupFailed, BackupUnreadable, backupFailed } from './errors.ts';
import type { Header, Line } from './line.ts';
import { openBackup } from './read-file.ts';
import { writeBackup } from './write-file.ts';

const root = mkdtempSync(join(tmpdir(), 'bellhop-file-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const header: Header = { bellhop: 'backup', format: 1, id: 'b1', madeAt: 1, by: '0.1.0', key: 'local.x.y' };
const records: readonly Line[] = Array.from({ length: 2_000 }, (_, i) => ({
  kind: 'record',
  collection: 'people',
  key: `k${i}`,
  version: i + 1,
  value: { name: `Zoë 🛎 ${i}`, half: '\ud83d', none: null },
}));

async function* given(lines: readonly Line[]) {
  yield* lines;
}
async function all(file: string): Promise<Line[]> {
  return Array.fromAsync((await openBackup(file)).lines());
}
let n = 0;
async function made(lines = records): Promise<string> {
  const file = join(root, `${n++}.backup`);
  await writeBackup(file, header, given(lines));
  return file;
}
/** The compressed lines, changed by hand. */
async function changed(change: (lines: string[]) => string[], first: (text: string) => string = (text) => text): Promise<string> {
  const file = await made();
  const bytes = readFileSync(file);
  const at = bytes.indexOf('\n') + 1;
  const lines = gunzipSync(bytes.subarray(at)).toString().split('\n').slice(0, -1);
  writeFileSync(file, Buffer.concat([Buffer.from(first(bytes.toString('utf8', 0, at))), gzipSync(`${change(lines).join('\n')}\n`)]));
  return file;
}

describe('a backup file', () => {
  it('gives back what was written, of any text, and as often as it is read; it is its owner’s alone', async () => {
    const file = await made();
    expect((await openBackup(file)).header).toEqual(header);
    expect(await all(file)).toEqual(records);
    expect(await all(file)).toEqual(records);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(root).filter((name) => name.endsWith('.part'))).toEqual([]);
    expect(statSync(file).size).toBeLessThan(JSON.stringify(records).length / 5);
  });

  it('that is empty of lines is whole too', async () => {
    expect(await all(await made([]))).toEqual([]);
  });

  it('is refused when it is cut, wherever', async () => {
    const file = await made();
    const { size } = statSync(file);
    for (const at of [size - 1, size - 8, size - 9, Math.floor(size / 2), 200]) {
      truncateSync(file, at);
      await expect(all(file), `${at} of ${size}`).rejects.toThrow('it is cut: its end is missing');
    }
    for (const at of [50, 0]) {
      truncateSync(file, at);
      await expect(all(file)).rejects.toThrow('it is no backup of Bellhop');
    }
  });

  it('is refused when a bit of it was changed, wherever', async () => {
    const file = await made();
    const whole = readFileSync(file);
    for (const at of [40, 130, 140, 300, Math.floor(whole.length / 2), whole.length - 3]) {
      const bytes = Buffer.from(whole);
      bytes[at] = (bytes[at] ?? 0) ^ 1;
      writeFileSync(file, bytes);
      await expect(all(file), `byte ${at}`).rejects.toThrow(BackupUnreadable);
    }
  });

  it.each([
    ['a line is missing', (lines: string[]) => lines.toSpliced(5, 1), 'its checksum is wrong'],
    ['lines were exchanged', ([a = '', b = '', ...rest]: string[]) => [b, a, ...rest], 'its checksum is wrong'],
    ['something follows its end', (lines: string[]) => [...lines, lines[0] ?? ''], 'something follows its end'],
    ['its end is missing', (lines: string[]) => lines.slice(0, -1), 'it is cut'],
    ['it says what nobody knows', (lines: string[]) => ['{"kind":"poem"}', ...lines], 'its line 2 says nothing that is known here'],
    ['a line is no JSON', (lines: string[]) => ['{', ...lines], 'its line 2 says nothing'],
  ])('is refused when %s', async (_, change, why) => {
    await expect(all(await changed(change))).rejects.toThrow(why);
  });

  it('is refused when its header was changed', async () => {
    await expect(
      all(
        await changed(
          (lines) => lines,
          (text) => text.replace('b1', 'b2'),
        ),
      ),
    ).rejects.toThrow('its checksum is wrong');
  });

  it('of a newer Bellhop is refused, and says which can read it', async () => {
    const newer = await changed(
      (lines) => lines,
      (text) => text.replace('"format":1', '"format":3').replace('0.1.0', '9.9.9'),
    );
    await expect(openBackup(newer)).rejects.toMatchObject({
      code: 'backup_unreadable',
      message: expect.stringContaining('a newer Bellhop made it (format 3, and this one reads up to 2)'),
      hint: 'Restore it with Bellhop 9.9.9 or newer.',
    });
  });

  it.each([
    ['another file', Buffer.from('SQLite format 3\0 and more of it')],
    ['a long one without a line', Buffer.alloc(100_000, 'x')],
    ['another line of JSON', Buffer.from('{"bellhop":"plan"}\n')],
  ])('is told from %s', async (_, bytes) => {
    const file = join(root, `other${n++}`);
    writeFileSync(file, bytes);
    await expect(openBackup(file)).rejects.toThrow('it is no backup of Bellhop');
  });

  it('that is not there is named', async () => {
    await expect(openBackup(join(root, 'nowhere'))).rejects.toThrow(/nowhere can't be restored: ENOENT/);
  });
});

describe('a backup that fails', () => {
  it('writes over nothing', async () => {
    const file = join(root, 'kept');
    writeFileSync(file, 'mine');
    await expect(writeBackup(file, header, given([]))).rejects.toThrow(BackupFailed);
    expect(readFileSync(file, 'utf8')).toBe('mine');
  });

  it('leaves nothing when what it reads fails half way', async () => {
    async function* failing(): AsyncGenerator<Line> {
      yield* records;
      throw new TypeError('the source');
    }
    const file = join(root, 'failed');
    await expect(writeBackup(file, header, failing())).rejects.toThrow('the source');
    expect(readdirSync(root).filter((name) => name.startsWith('failed'))).toEqual([]);
  });

  it('says so of a folder that takes nothing', async () => {
    await expect(writeBackup(join(root, 'no/such/file'), header, given([]))).rejects.toMatchObject({ code: 'backup_failed' });
    const shut = join(root, 'shut');
    mkdirSync(shut);
    chmodSync(shut, 0o500);
    if (process.getuid?.() !== 0) await expect(writeBackup(join(shut, 'file'), header, given([]))).rejects.toThrow('EACCES');
  });

  it.runIf(existsSync('/dev/full'))('says so when the disk is full', () => {
    let cause: unknown;
    try {
      writeFileSync('/dev/full', 'x');
    } catch (thrown) {
      cause = thrown;
    }
    expect(backupFailed('file', cause)).toMatchObject({ code: 'backup_failed', message: 'No backup was made as file: the disk is full.' });
  });
});
