import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { skills } from '../../../skills/index.ts';
import { loadOwn } from '../../core/own.ts';
import { outlines } from '../outlines.ts';
import { bundle } from './bundle.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bellhop-bundle-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const fixture = (name: string) => join(import.meta.dirname, '../../../test/fixtures', name);

/** What a bundle's handler answers in a process of its own. */
function answerOf(folder: string): unknown {
  const run = `const { handler } = await import(${JSON.stringify(pathToFileURL(join(folder, 'index.mjs')).href)}); console.log(JSON.stringify(await handler()))`;
  return JSON.parse(execFileSync(process.execPath, ['--no-deprecation', '--input-type=module', '-e', run], { cwd: folder, encoding: 'utf8' }));
}

it('makes one module that runs where nothing is installed, CommonJS packages inside', () => {
  const made = bundle(fixture('entry.ts'), folder);
  // Beside it, the letters and the program that charts are drawn with: what sends has them.
  expect(readdirSync(folder).sort()).toEqual(['Inter_400Regular.ttf', 'Inter_600SemiBold.ttf', 'index.mjs', 'index_bg.wasm'].sort());
  expect(made.packages).toEqual(expect.arrayContaining(['@aws-sdk/client-dynamodb', '@slack/web-api', 'botframework-connector', 'pino']));
  expect(made.bytes).toBeGreaterThan(500_000);
  expect(made.packages).not.toContain('@slack/bolt');
  expect(answerOf(folder)).toEqual({ packages: ['function', 'function', 'function', 'function'], channel: 'slack', skills: skills.length });
});

it("takes people's own skills with it, and no file of them is needed then", async () => {
  const there = join(folder, 'own');
  mkdirSync(there);
  const imports = `import { command } from 'bellhop/shared/command/define.ts';\nimport { reply } from 'bellhop/shared/reply/reply.ts';\n`;
  const echo = `export const echo = command({ name: 'echo', summary: 'Say it back', phrases: ['say once more'], run: () => reply('echo') });\n`;
  writeFileSync(join(there, 'echo.ts'), imports + echo);
  const own = await loadOwn([there]);
  bundle(fixture('own-entry.ts'), join(folder, 'code'), own);
  rmSync(there, { recursive: true });
  const all = outlines(own.skills).length;
  expect(answerOf(join(folder, 'code'))).toEqual({ outlined: 'echo', group: 'quick', runs: 'function', all });
  expect(all).toBe(outlines([]).length + 1);
});
