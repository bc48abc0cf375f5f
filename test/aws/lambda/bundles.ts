import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { bundle, entryFile } from '../../../infra/aws/cdk/bundle.ts';
import { outlines } from '../../../infra/aws/outlines.ts';
import { loadOwn, type Own } from '../../../infra/core/own.ts';

const root = join(import.meta.dirname, '../../..');
const cache = join(root, 'node_modules/.cache/bellhop-lambda');
const stamps = z.record(z.string(), z.string());
/** Who makes a bundle has so long; then whoever waits takes it for dead, ms. */
const makingMs = 30_000;

/** The module of an entry file, as `deploy` makes it, with people's own skills from these folders. Made once, until what it is made of changes: test files that run side by side share it. */
export async function bundleOf(entry: string, folders: readonly string[] = []): Promise<string> {
  const own = await loadOwn(folders);
  const key = createHash('sha256')
    .update(JSON.stringify([entry, own.files, outlines(own.skills), stampOf('package-lock.json'), stampOf('infra/aws/cdk/bundle.ts')]))
    .digest('hex')
    .slice(0, 16);
  const folder = join(cache, `${entry}-${key}`);
  const lock = `${folder}.lock`;
  mkdirSync(cache, { recursive: true });
  for (const end = Date.now() + makingMs; ; await sleep(20)) {
    if (isFresh(folder)) return join(folder, 'index.mjs');
    if (Date.now() > end) rmSync(lock, { recursive: true, force: true });
    if (!locked(lock)) continue;
    try {
      if (!isFresh(folder)) make(entry, folder, own);
    } finally {
      rmSync(lock, { recursive: true, force: true });
    }
  }
}

function make(entry: string, folder: string, own: Own): void {
  const aside = `${folder}.${randomUUID()}`;
  const { inputs } = bundle(entryFile(entry), aside, own);
  writeFileSync(join(aside, 'inputs.json'), JSON.stringify(Object.fromEntries(inputs.map((file) => [file, stampOf(file)]))));
  rmSync(folder, { recursive: true, force: true });
  renameSync(aside, folder);
}

function isFresh(folder: string): boolean {
  const file = join(folder, 'inputs.json');
  if (!existsSync(file)) return false;
  const made = stamps.parse(JSON.parse(readFileSync(file, 'utf8')));
  return Object.entries(made).every(([input, stamp]) => stampOf(input) === stamp);
}

function stampOf(file: string): string {
  const path = join(root, file);
  if (!existsSync(path)) return 'gone';
  const { mtimeMs, size } = statSync(path);
  return `${mtimeMs}/${size}`;
}

function locked(lock: string): boolean {
  try {
    mkdirSync(lock);
    return true;
  } catch {
    return false;
  }
}
