import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ManualClock } from '../timers/manual-clock.ts';
import { eventually, insist, type Patient } from '../timers/patience.contract.ts';
import type { Blobs } from './blobs.ts';
import { inKeyOrder, isBlobKey } from './key.ts';

/** Fresh blobs, none kept. */
export interface BlobsSubject extends Patient {
  readonly blobs: Blobs;
  readonly clock: ManualClock;
  /** What is at a link: its content and type; null when it leads nowhere, or no more. */
  follow(link: string): Promise<{ readonly content: Buffer; readonly contentType: string } | null>;
  /** Whether what stands behind `follow` looks at a link's end. */
  readonly endsLinks: boolean;
  close(): Promise<void>;
}

const text = { contentType: 'text/plain; charset=utf-8' };
const bytesOf = (words: string) => Buffer.from(words);

async function* inChunks(content: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < content.byteLength; at += size) yield content.subarray(at, at + size);
}

/** Gives some bytes, then fails. */
async function* breaking(words: string, failure: Error): AsyncGenerator<Uint8Array> {
  yield bytesOf(words);
  throw failure;
}

const readWhole = async (blobs: Blobs, key: string): Promise<string | null> => {
  const blob = await blobs.get(key);
  return blob && (await buffer(blob.content)).toString();
};

const part = fc.string({ unit: 'binary', minLength: 1, maxLength: 12 });
const anyKey = fc
  .array(part, { minLength: 1, maxLength: 4 })
  .map((parts) => parts.join('/'))
  .filter(isBlobKey);

/** The promises all blobs keep. `kind` false: those that hold behind an unkind wrapper too. */
export function blobsContract(name: string, open: () => Promise<BlobsSubject>, { kind = true } = {}): void {
  describe(`${name} keep their promises`, () => {
    it('are kept whole under any key, each apart from all others', async () => {
      const { blobs, close } = await open();
      const kept = new Map<string, string>();
      await fc.assert(
        fc.asyncProperty(anyKey, fc.string(), async (key, words) => {
          await insist(() => blobs.put(key, bytesOf(words), text));
          kept.set(key, words);
        }),
        { numRuns: 50 },
      );
      for (const key of ['a', 'A', 'a/a', 'a/A', 'a+', 'a+/a', '%61', 'a.b', '.a', 'ä', 'a\u0308', 'a b', 'a%2fb', '~', '?', '#', '&x=1'])
        await insist(() => blobs.put(key, bytesOf(`at ${key}`), text)).then(() => kept.set(key, `at ${key}`));
      for (const [key, words] of kept) {
        const blob = await blobs.get(key);
        expect(blob?.head).toEqual({ key, bytes: Buffer.byteLength(words), ...text, endsAt: null });
        expect(blob && (await buffer(blob.content)).toString()).toBe(words);
        expect(await blobs.head(key)).toEqual(blob?.head);
      }
      await close();
    });

    it('answer null where there is none, and delete what is there', async () => {
      const { blobs, close } = await open();
      expect([await blobs.get('a'), await blobs.head('a')]).toEqual([null, null]);
      await insist(() => blobs.put('a/b/c', bytesOf('words'), text));
      expect([await blobs.get('a'), await blobs.get('a/b'), await blobs.get('a/b/c/d')]).toEqual([null, null, null]);
      await insist(() => blobs.delete('a/b/c'));
      await insist(() => blobs.delete('a/b/c'));
      expect(await blobs.get('a/b/c')).toBeNull();
      await insist(() => blobs.put('a/b', bytesOf('again'), text));
      expect(await readWhole(blobs, 'a/b')).toBe('again');
      await close();
    });

    it('take a stream of any size, and give any range of it', async () => {
      const { blobs, close } = await open();
      const content = Buffer.alloc(300_000, 'bellhop ').fill('x', 150_000, 150_010);
      const head = await insist(() => blobs.put('a', inChunks(content, 70_001), { contentType: 'application/pdf' }));
      expect(head).toEqual({ key: 'a', bytes: content.byteLength, contentType: 'application/pdf', endsAt: null });
      await insist(() => blobs.put('empty', inChunks(Buffer.alloc(0), 1), text));
      for (const [from, to] of [[0], [0, 1], [149_999, 150_011], [299_999], [299_999, 900_000], [300_000], [400_000, 500_000], [70_001, 70_001]]) {
        const blob = await blobs.get('a', { range: { from: from ?? 0, ...(to === undefined ? {} : { to }) } });
        expect(blob?.head).toEqual(head);
        expect(blob && (await buffer(blob.content)).equals(content.subarray(from, to)), `${from}–${to}`).toBe(true);
      }
      for (const range of [{ from: 0 }, { from: 0, to: 10 }]) expect((await blobs.get('empty', { range }))?.head.bytes).toBe(0);
      await close();
    });

    it('are replaced whole: a reader sees the one or the other, to its end', async () => {
      const { blobs, close } = await open();
      const versions = Array.from({ length: 8 }, (_, i) => String(i).repeat(100_000 + i));
      await insist(() => blobs.put('a', bytesOf(versions[0] ?? ''), text));
      const before = await blobs.get('a');
      const seen: (string | null)[] = [];
      await Promise.all(
        versions.flatMap((words) => [
          insist(() => blobs.put('a', inChunks(bytesOf(words), 30_000), text)),
          ...Array.from({ length: 3 }, async () => seen.push(await readWhole(blobs, 'a'))),
        ]),
      );
      for (const words of seen) expect(versions).toContain(words);
      expect(before && (await buffer(before.content)).toString()).toBe(versions[0]);
      const last = await blobs.get('a');
      await insist(() => blobs.delete('a'));
      expect(versions).toContain(last && (await buffer(last.content)).toString());
      await close();
    });

    it('stay as they were when the new content fails, is too large or is given up', async () => {
      const { blobs, close } = await open();
      await insist(() => blobs.put('a', bytesOf('before'), text));
      const failure = Object.assign(new Error('the source broke'), { syscall: 'read' });
      for (const key of ['a', 'b']) {
        await expect(insist(() => blobs.put(key, breaking('half', failure), text))).rejects.toBe(failure);
        await expect(insist(() => blobs.put(key, inChunks(bytesOf('12345'), 2), { ...text, bytesMax: 4 }))).rejects.toMatchObject({
          code: 'blob_too_large',
        });
        await expect(insist(() => blobs.put(key, bytesOf('12345'), { ...text, bytesMax: 4 }))).rejects.toMatchObject({ code: 'blob_too_large' });
        const over = AbortSignal.abort(new Error('given up'));
        await expect(insist(() => blobs.put(key, inChunks(bytesOf('12345'), 2), { ...text, signal: over }))).rejects.toThrow('given up');
      }
      expect([await readWhole(blobs, 'a'), await readWhole(blobs, 'b')]).toEqual(['before', null]);
      expect((await blobs.list('')).keys).toEqual(['a']);
      await insist(() => blobs.put('a', bytesOf('1234'), { ...text, bytesMax: 4 }));
      await close();
    });

    it('have no name that leads elsewhere, and no type that a header could not carry', async () => {
      const { blobs, close } = await open();
      const refused = [
        '',
        '/',
        '/a',
        'a/',
        'a//b',
        '.',
        '..',
        '../a',
        'a/../b',
        'a/./b',
        'a\0b',
        'a\nb',
        '\ud800',
        `${'a/'.repeat(150)}a`,
        'a'.repeat(81),
        '😀'.repeat(21),
      ];
      for (const key of refused) {
        await expect(
          insist(() => blobs.put(key, bytesOf('x'), text)),
          JSON.stringify(key),
        ).rejects.toMatchObject({ code: 'blob_key' });
        for (const ask of [() => blobs.get(key), () => blobs.head(key), () => insist(() => blobs.delete(key)), () => blobs.link(key, 0)])
          await expect(ask(), JSON.stringify(key)).rejects.toMatchObject({ code: 'blob_key' });
      }
      for (const contentType of ['', 'text', 'text/plain\r\nx-evil: 1', 'text/html; a', 'ä/b'])
        await expect(insist(() => blobs.put('a', bytesOf('x'), { contentType }))).rejects.toBeInstanceOf(TypeError);
      expect((await blobs.list('')).keys).toEqual([]);
      await close();
    });

    it('are listed by what they begin with, in the order of their bytes, page by page', async () => {
      const subject = await open();
      const { blobs, close } = subject;
      const keys = ['a', 'a-b/c', 'a/b', 'a/b/c', 'a/B', 'a0', 'ab', 'b/1', 'b/10', 'b/2', 'é', '😀', '\uff5e'];
      for (const key of keys) await insist(() => blobs.put(key, bytesOf('x'), text));
      const sorted = [...keys].sort(inKeyOrder);
      for (const prefix of ['', 'a', 'a/', 'a/b', 'b/1', 'b/1/', 'c', '/', '../']) {
        const wanted = sorted.filter((key) => key.startsWith(prefix));
        await eventually(subject, async () => expect(await blobs.list(prefix), prefix).toEqual({ keys: wanted, next: null }));
      }
      const seen: string[] = [];
      for (let after: string | null | undefined; after !== null; ) {
        const page = await blobs.list('', { limit: 3, ...(after === undefined ? {} : { after }) });
        expect(page.keys.length).toBeLessThanOrEqual(3);
        seen.push(...page.keys);
        after = page.next;
      }
      expect(seen).toEqual(sorted);
      await close();
    });

    it('are never seen after their end, may come again, and are swept away', async () => {
      const { blobs, clock, close } = await open();
      const endsAt = clock.now() + 60_500;
      for (const key of ['a', 'b', 'kept/longer', 'again']) await insist(() => blobs.put(key, bytesOf(key), { ...text, endsAt }));
      await insist(() => blobs.put('kept/longer', bytesOf('longer'), { ...text, endsAt: endsAt + 86_400_000 }));
      await insist(() => blobs.put('kept', bytesOf('for ever'), text));
      await clock.advance(60_499);
      expect(await blobs.head('a')).toEqual({ key: 'a', bytes: 1, ...text, endsAt });
      await clock.advance(1);
      expect([await blobs.head('a'), await blobs.get('a'), await blobs.get('b'), await blobs.link('a', clock.now() + 1_000)]).toEqual([
        null,
        null,
        null,
        null,
      ]);
      await insist(() => blobs.put('again', bytesOf('new'), text));
      await clock.advance(4 * 3_600_000);
      let swept = 0;
      for (let i = 0; i < 4; i++) swept += await insist(() => blobs.sweep(1));
      if (kind) expect([0, 2]).toContain(swept);
      expect(await insist(() => blobs.sweep(10))).toBe(0);
      expect([await readWhole(blobs, 'kept/longer'), await readWhole(blobs, 'kept'), await readWhole(blobs, 'again')]).toEqual([
        'longer',
        'for ever',
        'new',
      ]);
      await close();
    });

    it('give links that end', async () => {
      const { blobs, clock, follow, endsLinks, close } = await open();
      const key = 'reports/2026/Käse & Brot?.txt';
      await insist(() => blobs.put(key, bytesOf('words'), { ...text, endsAt: clock.now() + 20_000 }));
      expect(await blobs.link('none', clock.now() + 1_000)).toBeNull();
      for (const endsAt of [clock.now(), clock.now() - 1, clock.now() + 7 * 86_400_000 + 1, Number.NaN])
        await expect(blobs.link(key, endsAt)).rejects.toBeInstanceOf(RangeError);
      const [short, long] = [await blobs.link(key, clock.now() + 10_999), await blobs.link(key, clock.now() + 86_400_000)];
      const words = async (link: string | null) => (link === null ? null : (await follow(link))?.content.toString());
      expect((await follow(long ?? ''))?.contentType).toBe(text.contentType);
      await clock.advance(9_999);
      expect([await words(short), await words(long)]).toEqual(['words', 'words']);
      if (endsLinks) {
        await clock.advance(1_000);
        expect([await words(short), await words(long)]).toEqual([undefined, 'words']);
        await clock.advance(10_000);
        expect(await words(long)).toBeUndefined();
      }
      await insist(() => blobs.delete(key));
      expect(await words(long)).toBeUndefined();
      await close();
    });
  });
}
