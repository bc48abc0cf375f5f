import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Hono } from 'hono';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { linkTo } from '../../../shared/blobs/link.ts';
import { localBlobs } from '../blobs.ts';
import type { Pages } from './app.ts';
import { blobsPage } from './blobs.ts';

const key = 'k'.repeat(43);
const clock = { now: () => 1_000 };
let folder: string;
let app: Pages;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'bellhop-blobs-'));
  const blobs = localBlobs({ folder, clock, key, url: 'http://127.0.0.1' });
  expect(await blobs.sweep(10)).toBe(0);
  await blobs.put('files/c/0/Übersicht.html', Buffer.from('<script>'), { contentType: 'text/html' });
  app = new Hono();
  blobsPage(app, { blobs, key, clock });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('a signed link gives the file to be kept, and no browser runs what is in it', async () => {
  const answer = await app.request(linkTo(key, 'files/c/0/Übersicht.html', 2_000));
  expect([answer.status, await answer.text()]).toEqual([200, '<script>']);
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'content-type': 'text/html',
    'content-disposition': `attachment; filename="_bersicht.html"; filename*=UTF-8''%C3%9Cbersicht.html`,
    'content-security-policy': expect.stringContaining('sandbox'),
    'content-length': '8',
    'x-content-type-options': 'nosniff',
  });
});

it.each([
  ['has ended', linkTo(key, 'files/c/0/Übersicht.html', 1_000)],
  ['is of another key', linkTo('o'.repeat(43), 'files/c/0/Übersicht.html', 2_000)],
  ['leads to nothing', linkTo(key, 'files/c/0/other', 2_000)],
  ['is none', '/blobs?key=files/c/0/%C3%9Cbersicht.html'],
])('a link that %s gives nothing', async (_, link) => {
  const answer = await app.request(link);
  expect([answer.status, await answer.text()]).toEqual([404, expect.not.stringContaining('<script>')]);
});
