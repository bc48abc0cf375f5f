import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };

const run = promisify(execFile);
const checkout = join(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'bellhop-package-'));
const modules = join(folder, 'node_modules');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const bot = `
import { bellhop, command, reply, text } from 'bellhop';

const hello = command({
  name: 'hello',
  summary: 'Greet someone',
  params: { name: text({ ask: 'Whom should I greet?' }) },
  run: ({ name }) => reply(\`Hello, \${name}!\`),
});

await bellhop({ commands: [hello] });
`;

/** What `npm install` of the package makes: it, and what it depends on; nothing that only the checkout needs. */
beforeAll(async () => {
  await run('npm', ['pack', '--pack-destination', folder], { cwd: checkout });
  mkdirSync(join(modules, 'bellhop'), { recursive: true });
  await run('tar', ['xzf', join(folder, `bellhop-${manifest.version}.tgz`), '-C', join(modules, 'bellhop'), '--strip-components', '1']);
  const onlyThere = new Set([...Object.keys(manifest.devDependencies), 'bellhop']);
  for (const name of readdirSync(join(checkout, 'node_modules')))
    if (!onlyThere.has(name) && !name.startsWith('.')) symlinkSync(join(checkout, 'node_modules', name), join(modules, name));
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module', dependencies: { bellhop: manifest.version } }));
  writeFileSync(join(folder, 'bot.ts'), bot);
}, 120_000);

/** In the empty folder, with nothing of this process's settings. */
const there = (words: readonly string[]) =>
  run(process.execPath, [...words], { cwd: folder, env: { PATH: process.env.PATH, HOME: folder, PORT: '0' }, timeout: 20_000 });

it('is a bot of ten lines in an empty folder, which answers on the terminal', async () => {
  expect(bot.trim().split('\n').length).toBeLessThanOrEqual(10);
  expect((await there(['bot.ts', 'run', 'hello Kim'])).stdout).toBe('Hello, Kim!\n');
  expect((await there(['bot.ts', 'run', 'help hello'])).stdout).toContain('Whom should I greet?');
});

it('has the program, the same as in the checkout', async () => {
  const bin = join(modules, 'bellhop/bin/bellhop.js');
  expect((await there([bin, '--version'])).stdout.trim()).toBe(manifest.version);
  expect((await there([bin, 'run', 'help'])).stdout).toContain('check');
});

it('has types that a program can be checked by', async () => {
  const tsc = join(checkout, 'node_modules/typescript/bin/tsc');
  const options = [
    '--noEmit',
    '--strict',
    '--module',
    'nodenext',
    '--target',
    'esnext',
    '--types',
    'node',
    '--typeRoots',
    join(checkout, 'node_modules/@types'),
  ];
  // Both at once: the one is right, and of the other that alone is told.
  writeFileSync(join(folder, 'wrong.ts'), bot.replace(/`Hello.*`/, 'name.nothing'));
  const failed = await there([tsc, ...options, 'bot.ts', 'wrong.ts']).catch(({ stdout }: { stdout: string }) => stdout);
  expect(failed).toMatch(/^wrong\.ts.*'nothing' does not exist on type 'string'\.\n$/);
});
