import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { expect, it, onTestFinished } from 'vitest';
import { StorageFailed } from '../../errors.ts';
import { manualClock } from '../../timers/manual-clock.ts';
import { type BlobsSubject, blobsContract } from '../blobs.contract.ts';
import { keyOfLink } from '../link.ts';
import { unkindBlobs } from '../unkind.ts';
import { filesBlobs } from './blobs.ts';

const key = 'q'.repeat(43);
const url = 'https://bellhop.example.com/chat';
const text = { contentType: 'text/plain' };

function openIn(folder: string) {
  const clock = manualClock();
  return { blobs: filesBlobs({ folder: join(folder, 'blobs'), clock, key, url }), clock };
}

function fresh() {
  const folder = mkdtempSync(join(tmpdir(), 'bellhop-blobs-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return { folder, ...openIn(folder) };
}

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

async function open(): Promise<BlobsSubject> {
  const folder = mkdtempSync(join(tmpdir(), 'bellhop-blobs-'));
  const { blobs, clock } = openIn(folder);
  return {
    blobs,
    clock,
    endsLinks: true,
    async follow(link) {
      const found = keyOfLink(key, link.slice(url.length), clock.now());
      const blob = found === null ? null : await blobs.get(found);
      return blob && { content: await buffer(blob.content), contentType: blob.head.contentType };
    },
    async close() {
      expect(filesIn(join(folder, 'blobs', 'new')), 'left behind').toEqual([]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

blobsContract('Blobs in files', open);

for (const seed of [1, 2, 3]) {
  blobsContract(
    `Blobs in files, unkind ${seed},`,
    async () => {
      const subject = await open();
      return { ...subject, blobs: unkindBlobs(subject.blobs, seed) };
    },
    { kind: false },
  );
}

it('keeps files for this user alone, all below its folder, and leaves no empty folder behind', async () => {
  const { blobs, folder } = fresh();
  await blobs.put('a/..b/C/%2e%2e', Buffer.from('x'), { ...text, endsAt: 1 });
  const files = filesIn(folder);
  expect(files.filter((file) => file.startsWith(join(folder, 'blobs', 'kept')))).toHaveLength(1);
  for (const file of files) expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(statSync(join(folder, 'blobs', 'kept', 'a')).mode & 0o777).toBe(0o700);
  await blobs.delete('a/..b/C/%2e%2e');
  expect(readdirSync(join(folder, 'blobs', 'kept'))).toEqual([]);
});

it('finds its blobs again, and what of them has ended, in the next process', async () => {
  const { blobs, folder } = fresh();
  await blobs.put('a/b/c', Buffer.from('x'), { ...text, endsAt: manualClock().now() + 1_000 });
  await blobs.put('b', Buffer.from('y'), text);
  const next = openIn(folder);
  expect((await next.blobs.list('')).keys).toEqual(['a/b/c', 'b']);
  const [note = ''] = filesIn(join(folder, 'blobs', 'ends'));
  for (const cut of ['', 'a/']) writeFileSync(`${note}${cut.length}`, cut);
  await next.clock.advance(4 * 3_600_000);
  expect(await next.blobs.sweep(10)).toBe(1);
  expect((await next.blobs.list('')).keys).toEqual(['b']);
  expect(filesIn(join(folder, 'blobs', 'ends'))).toEqual([]);
  expect(readdirSync(join(folder, 'blobs', 'kept'))).toEqual(['b+']);
});

it('takes away what a process that died was writing, and nothing that is being written', async () => {
  const { blobs, folder, clock } = fresh();
  const [old, now] = ['old', 'now'].map((name) => join(folder, 'blobs', 'new', name));
  for (const [path, ago] of [
    [old, 25],
    [now, 23],
  ] as const) {
    writeFileSync(path ?? '', 'half');
    utimesSync(path ?? '', 0, clock.now() / 1_000 - ago * 3_600);
  }
  await blobs.sweep(10);
  expect([existsSync(old ?? ''), existsSync(now ?? '')]).toEqual([false, true]);
});

it("overlooks other programs' files", async () => {
  const { blobs, folder } = fresh();
  const kept = join(folder, 'blobs', 'kept');
  mkdirSync(join(kept, 'A'));
  for (const name of ['a+', 'notes.txt', '%zz+', 'B+', join('A', 'b+')]) writeFileSync(join(kept, name), '{"blob":1}');
  expect([await blobs.get('a'), await blobs.head('a')]).toEqual([null, null]);
  expect((await blobs.list('')).keys).toEqual(['a']);
  await blobs.put('a', Buffer.from('x'), text);
  expect((await blobs.head('a'))?.bytes).toBe(1);
});

it('says what the disk does', async () => {
  const { blobs, folder } = fresh();
  writeFileSync(join(folder, 'blobs', 'kept', 'a'), 'a file where a folder should be');
  await expect(blobs.put('a/b', Buffer.from('x'), text)).rejects.toBeInstanceOf(StorageFailed);
  rmSync(join(folder, 'blobs', 'new'), { recursive: true });
  await expect(blobs.put('b', Buffer.from('x'), text)).rejects.toBeInstanceOf(StorageFailed);
});

it('puts and deletes the last of a folder beside each other', async () => {
  const { blobs } = fresh();
  await Promise.all(
    Array.from({ length: 60 }, async (_, i) => {
      await blobs.put(`a/b/c/${i % 3}`, Buffer.from('x'), text);
      await blobs.delete(`a/b/c/${i % 3}`);
    }),
  );
  expect((await blobs.list('')).keys).toEqual([]);
});

it('closes what was opened and not read', async () => {
  const { blobs } = fresh();
  await blobs.put('a', Buffer.alloc(1_000_000), text);
  const before = readdirSync('/dev/fd').length;
  for (let i = 0; i < 50; i++) (await blobs.get('a'))?.content.destroy();
  await new Promise((done) => setTimeout(done, 50));
  expect(readdirSync('/dev/fd').length).toBeLessThan(before + 10);
});
