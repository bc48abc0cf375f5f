import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { skills } from '../../../skills/index.ts';
import { bundle } from './bundle.ts';

it('makes one module that runs where nothing is installed, CommonJS packages inside', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bellhop-bundle-'));
  try {
    const made = bundle(join(import.meta.dirname, '../../../test/fixtures/entry.ts'), folder);
    expect(readdirSync(folder)).toEqual(['index.mjs']);
    expect(made.packages).toEqual(expect.arrayContaining(['@aws-sdk/client-dynamodb', '@slack/web-api', 'botframework-connector', 'pino']));
    expect(made.bytes).toBeGreaterThan(500_000);
    const run = `const { handler } = await import(${JSON.stringify(pathToFileURL(join(folder, 'index.mjs')).href)}); console.log(JSON.stringify(await handler()))`;
    const said = execFileSync(process.execPath, ['--no-deprecation', '--input-type=module', '-e', run], { cwd: folder, encoding: 'utf8' });
    expect(JSON.parse(said)).toEqual({ packages: ['function', 'function', 'function', 'function'], skills: skills.length });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
