import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const foldersOf = (folder: string) =>
  readdirSync(join(root, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
const sourcesWithTests = (folder: string): string[] =>
  readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name));
const sources = (folder: string): string[] => sourcesWithTests(folder).filter((file) => !/\.(test|contract)\.ts$/.test(file));
const product = ['bots', 'skills', 'jobs', 'shared', 'infra'].flatMap(sources);

describe('a folder is found where its index says', () => {
  it.each(['bots', 'skills', 'jobs'])('%s/index.ts lists each folder, and nothing else', (folder) => {
    const index = readFileSync(join(root, folder, 'index.ts'), 'utf8');
    const listed = [...index.matchAll(/from '\.\/([a-z]+)\//g)].map((match) => match[1]);
    expect([...new Set(listed)].sort(), `add the folder's line to ${folder}/index.ts`).toEqual(foldersOf(folder));
  });
});

describe('a channel shows its parts', () => {
  it.each(foldersOf('bots'))('bots/%s has channel.ts', (name) => {
    expect(readdirSync(join(root, 'bots', name)), 'see docs/add-a-channel.md').toContain('channel.ts');
  });
});

it('nothing outside its own folder asks for a channel by its name', () => {
  const names = foldersOf('bots').join('|');
  const asks = new RegExp(`(channel|place\\.channel|\\.name) *[!=]== *'(${names})'`);
  const offenders = [...sources('shared'), ...sources('skills'), ...sources('jobs')].filter((file) => asks.test(readFileSync(file, 'utf8')));
  expect(offenders, 'ask for an ability (channel.can) instead').toEqual([]);
});

describe('a port is for two worlds', () => {
  it.each(['inbox', 'store', 'timers', 'limits'])('%s: it answers later, in at most 12 methods, and knows no database and no file', (name) => {
    const port = readFileSync(join(root, `shared/${name}/${name}.ts`), 'utf8');
    const face = new RegExp(`^export interface ${name[0]?.toUpperCase()}${name.slice(1)} \\{$(.*?)^\\}$`, 'ms').exec(port)?.[1] ?? '';
    const answers = [...face.matchAll(/^ {2}\w+(?:<\w+>)?\(.*\): (.*);$/gm)].map((match) => match[1] ?? '');
    expect(answers.length).toBeGreaterThan(0);
    expect(answers.length).toBeLessThanOrEqual(12);
    expect(answers.filter((answer) => !answer.startsWith('Promise<'))).toEqual([]);
    const imported = [...port.matchAll(/^import .* from '([^']+)'/gm)].map((match) => match[1] ?? '');
    expect(imported.filter((path) => /node:|sqlite|memory|^[^.]/.test(path))).toEqual([]);
    expect(port).not.toMatch(/sqlite|\bSELECT\b|filePath|folder/i);
  });

  it.each(['inbox', 'store', 'timers', 'limits'])('%s: its suite runs behind an unkind wrapper too', (name) => {
    const tests = sourcesWithTests(`shared/${name}`).filter((file) => file.endsWith('.test.ts'));
    expect(tests.some((file) => /Contract\([\s\S]*unkind[\s\S]*kind: false/.test(readFileSync(file, 'utf8')))).toBe(true);
  });
});

it('what stands on the accept path imports no package at all', () => {
  const path = [
    'shared/flow/accept.ts',
    'shared/flow/ingress.ts',
    'shared/command/resolve.ts',
    'shared/command/catalogue.ts',
    'shared/command/phrase.ts',
  ];
  for (const file of path) {
    const imported = [...readFileSync(join(root, file), 'utf8').matchAll(/^import (?!type).* from '([^']+)'/gm)].map((match) => match[1] ?? '');
    expect(
      imported.filter((name) => !name.startsWith('.') && !name.startsWith('node:')),
      file,
    ).toEqual([]);
  }
});

it('no module imports itself by way of others; imports of types alone are free', async () => {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: product,
    bundle: true,
    write: false,
    metafile: true,
    outdir: 'nowhere',
    platform: 'node',
    format: 'esm',
    packages: 'external',
  });
  const importsOf = (file: string) => (metafile.inputs[file]?.imports ?? []).filter((one) => !one.external).map((one) => one.path);
  const done = new Set<string>();
  const circles: string[] = [];
  const walk = (file: string, way: readonly string[]): void => {
    if (way.includes(file)) return void circles.push([...way.slice(way.indexOf(file)), file].join(' → '));
    if (done.has(file)) return;
    for (const next of importsOf(file)) walk(next, [...way, file]);
    done.add(file);
  };
  for (const file of Object.keys(metafile.inputs)) walk(file, []);
  expect(circles, 'move the shared idea out').toEqual([]);
});

it('files stay small: the median below 130 lines, none past 400', () => {
  const lengths = product.map((file) => ({ file, lines: readFileSync(file, 'utf8').split('\n').length })).sort((a, b) => a.lines - b.lines);
  expect(lengths[Math.floor(lengths.length / 2)]?.lines).toBeLessThan(130);
  expect(
    lengths.filter(({ lines }) => lines > 400),
    'ask which idea moves out',
  ).toEqual([]);
});

it('docs/errors.md lists each error code of the product, and no other', () => {
  const codes = new Set<string>();
  for (const file of product) {
    const text = readFileSync(file, 'utf8');
    for (const match of text.matchAll(/new (?:Refusal|BellhopError)\(\s*'([a-z_]+)'/g)) codes.add(match[1] ?? '');
    for (const match of text.matchAll(/super\(\s*'([a-z_]+)'/g)) codes.add(match[1] ?? '');
  }
  const documented = [...readFileSync(join(root, 'docs/errors.md'), 'utf8').matchAll(/^\| `([a-z_]+)` \|/gm)].map((match) => match[1]);
  expect(documented.sort()).toEqual([...codes].sort());
});
