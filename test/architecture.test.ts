import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { channels } from '../bots/index.ts';
import { jobs } from '../jobs/index.ts';
import { skills } from '../skills/index.ts';

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

  it.each([
    ['bots', channels],
    ['skills', skills],
    ['jobs', jobs],
  ])('%s: what the index gives is called as its folder', (folder, given) => {
    expect(given.map(({ name }) => name).sort(), `name it as its folder in ${folder}/, and add it to the list of the index`).toEqual(
      foldersOf(folder),
    );
  });
});

/** What a module exports. */
const exportsOf = async (path: string) => (await import(pathToFileURL(join(root, path)).href)) as Readonly<Record<string, unknown>>;
const testsIn = (folder: string) => sourcesWithTests(folder).filter((file) => file.endsWith('.test.ts'));

describe('a channel shows its parts', () => {
  it.each(foldersOf('bots'))('bots/%s/channel.ts exports the channel under its name, and render.ts stands beside it', async (name) => {
    expect(readdirSync(join(root, 'bots', name)), 'see docs/add-a-channel.md').toEqual(expect.arrayContaining(['channel.ts', 'render.ts']));
    expect((await exportsOf(`bots/${name}/channel.ts`))[name], `export const ${name}: ChannelModule`).toMatchObject({
      name,
      settings: expect.any(Array),
      configure: expect.any(Function),
    });
  });

  it.each(foldersOf('bots').filter((name) => existsSync(join(root, 'bots', name, 'receive.ts'))))(
    'bots/%s proves what each channel promises',
    (name) => {
      const proves = new RegExp(`^channelContract\\('${name}`, 'im');
      expect(
        testsIn(`bots/${name}`).filter((file) => proves.test(readFileSync(file, 'utf8'))),
        `a test of it calls channelContract('${name}', …)`,
      ).toHaveLength(1);
    },
  );
});

describe('a driver shows its parts', () => {
  const kinds = ['sqlite', 'memory', 'files', 'sealed', 'smtp', 'dynamodb', 'aws', 'sns', 's3', 'ses'];
  const drivers = foldersOf('shared').flatMap((port) =>
    kinds.filter((kind) => existsSync(join(root, 'shared', port, kind, `${port}.ts`))).map((kind) => [port, kind] as const),
  );

  it('each port has one', () => {
    expect([...new Set(drivers.map(([port]) => port))]).toEqual([
      'blobs',
      'inbox',
      'limits',
      'mail',
      'secrets',
      'series',
      'store',
      'texts',
      'timers',
      'topics',
    ]);
  });

  it.each(drivers)('shared/%s/%s opens it by its name, and passes its suite', async (port, kind) => {
    const opens = `${kind}${port[0]?.toUpperCase()}${port.slice(1)}`;
    expect((await exportsOf(`shared/${port}/${kind}/${port}.ts`))[opens], `export function ${opens}`).toBeInstanceOf(Function);
    const passes = new RegExp(`^ *${port}Contract\\(`, 'm');
    expect(
      testsIn(`shared/${port}/${kind}`).filter((file) => passes.test(readFileSync(file, 'utf8'))),
      `a test of it calls ${port}Contract(…)`,
    ).not.toEqual([]);
  });
});

it('nothing outside its own folder asks for a channel by its name', () => {
  const names = foldersOf('bots').join('|');
  // A kind of parameter may be called as a channel is: `email`. Then only a comparison tells that a channel is meant.
  const kinds = readdirSync(join(root, 'shared/command/kinds')).map((file) => file.replace(/\.ts$/, ''));
  const named = foldersOf('bots').filter((name) => !kinds.includes(name));
  const speaks = new RegExp(`(['"\`])(${named.join('|')})\\1`);
  const asks = new RegExp(`[!=]==? *(['"\`])(${names})\\1|(['"\`])(${names})\\3 *[!=]==?|case (['"\`])(${names})\\5`);
  const offenders = [
    ...['shared', 'skills', 'jobs'].flatMap(sources).filter((file) => speaks.test(readFileSync(file, 'utf8'))),
    ...['shared', 'skills', 'jobs', 'infra'].flatMap(sources).filter((file) => asks.test(readFileSync(file, 'utf8'))),
  ];
  expect(offenders, 'ask for an ability (channel.can) instead').toEqual([]);
});

describe('a port is for two worlds', () => {
  const ports = ['inbox', 'store', 'timers', 'limits', 'blobs', 'topics', 'secrets', 'series'];

  it.each([...ports, 'mail'])('%s: it answers later, in at most 12 methods, and knows no database and no file', (name) => {
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

  // A mail's lost acknowledgement is a promise of its suite itself: it can't be taken back, nor be known for the same.
  it.each(ports)('%s: its suite runs behind an unkind wrapper too', (name) => {
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
    // One module of all: a bundle of each would be made else.
    stdin: { contents: product.map((file) => `import ${JSON.stringify(file)};`).join('\n'), resolveDir: root },
    bundle: true,
    write: false,
    metafile: true,
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
