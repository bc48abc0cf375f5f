import { execFile } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { z } from 'zod';
import { bundleAll, entryFile } from '../../../infra/aws/cdk/bundle.ts';
import { allParts } from '../../../infra/aws/cdk/functions.ts';
import { formOutlines } from '../../../infra/aws/outlines.ts';
import { loadOwn, type Own } from '../../../infra/core/own.ts';

const root = join(import.meta.dirname, '../../..');
const cache = join(root, 'node_modules/.cache/bellhop-lambda');
const stamps = z.record(z.string(), z.string());
/** Who makes the bundles has so long; then whoever waits takes it for dead, ms. */
const makingMs = 120_000;
const oldMs = 3_600_000;
const entries = [...new Set(allParts.map(({ entry }) => entry))];

/**
 * The modules of the entry files, as `deploy` makes them, with people's own skills from these folders: answers where each is. Made once, until what they are made of changes: test
 * files that run side by side share them. Another process makes them: what runs in this one goes on.
 */
export async function bundles(folders: readonly string[] = []): Promise<(entry: string) => string> {
  const folder = folderOf(await loadOwn(folders));
  const lock = `${folder}.lock`;
  mkdirSync(cache, { recursive: true });
  for (const end = Date.now() + makingMs; !isFresh(folder); await sleep(50)) {
    if (Date.now() > end) rmSync(lock, { recursive: true, force: true });
    if (!locked(lock)) continue;
    try {
      const script = join(import.meta.dirname, 'make-bundles.ts');
      if (!isFresh(folder)) await promisify(execFile)(process.execPath, ['--no-warnings', script, ...folders], { timeout: makingMs });
    } finally {
      rmSync(lock, { recursive: true, force: true });
    }
  }
  return (entry) => join(folder, entry, 'index.mjs');
}

/** Makes those that are not there, or of something else by now. */
export async function makeBundles(folders: readonly string[]): Promise<void> {
  const own = await loadOwn(folders);
  for (const name of readdirSync(cache)) if (isOld(join(cache, name))) rmSync(join(cache, name), { recursive: true, force: true });
  const folder = folderOf(own);
  const stale = entries.filter((entry) => !isFreshOf(folder, entry, stampOf));
  const aside = join(folder, randomUUID());
  for (const [entry, { inputs }] of bundleAll(new Map(stale.map((entry) => [entry, entryFile(entry)])), aside, own)) {
    writeFileSync(join(aside, entry, 'inputs.json'), JSON.stringify(Object.fromEntries(inputs.map((file) => [file, stampOf(file)]))));
    rmSync(join(folder, entry), { recursive: true, force: true });
    renameSync(join(aside, entry), join(folder, entry));
  }
  rmSync(aside, { recursive: true, force: true });
}

/** Of something that was changed since; what was made a moment ago, others may be using. */
const isOld = (folder: string) => Date.now() - statSync(folder).mtimeMs > oldMs;

function folderOf(own: Own): string {
  const made = JSON.stringify([own.files, formOutlines(own.skills), stampOf('package-lock.json'), stampOf('infra/aws/cdk/bundle.ts')]);
  return join(cache, createHash('sha256').update(made).digest('hex').slice(0, 16));
}

/** Entries have most of what they are made of in common: each file is looked at once. */
function isFresh(folder: string): boolean {
  const stamped = new Map<string, string>();
  const stamp = (file: string) => {
    const known = stamped.get(file) ?? stampOf(file);
    stamped.set(file, known);
    return known;
  };
  return entries.every((entry) => isFreshOf(folder, entry, stamp));
}

function isFreshOf(folder: string, entry: string, stampOf: (file: string) => string): boolean {
  const file = join(folder, entry, 'inputs.json');
  if (!existsSync(file)) return false;
  const made = stamps.parse(JSON.parse(readFileSync(file, 'utf8')));
  return Object.entries(made).every(([input, stamp]) => stampOf(input) === stamp);
}

function stampOf(file: string): string {
  const found = statSync(join(root, file), { throwIfNoEntry: false });
  return found ? `${found.mtimeMs}/${found.size}` : 'gone';
}

function locked(lock: string): boolean {
  try {
    mkdirSync(lock);
    return true;
  } catch {
    return false;
  }
}
