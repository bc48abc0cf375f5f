import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { compiled } from '../../test/process.ts';

const checkout = fileURLToPath(new URL('../../', import.meta.url));
const data = mkdtempSync(join(tmpdir(), 'bellhop-npm-'));
afterAll(() => rmSync(data, { recursive: true, force: true }));

function started(command: string, words: readonly string[]): ChildProcess {
  return spawn(command, words, { cwd: checkout, env: { PATH: process.env.PATH, ...compiled, HOME: data, BELLHOP_DATA: data, PORT: '0' } });
}

/** All that comes on standard error, once it holds `until` or the process has ended. */
function errorsOf(child: ChildProcess, until?: string): Promise<string> {
  let said = '';
  return new Promise((resolve) => {
    child.stderr?.on('data', (chunk) => {
      said += chunk;
      if (until !== undefined && said.includes(until)) resolve(said);
    });
    child.once('close', () => resolve(said));
  });
}

const codeOf = (child: ChildProcess) => new Promise<number | null>((resolve) => child.once('exit', resolve));

it('a signal to `npm start` ends the server gracefully: none is left behind', async () => {
  const npm = started('npm', ['start']);
  const ended = codeOf(npm);
  expect(await errorsOf(npm, 'Control-C')).toContain('is ready');
  expect(existsSync(join(data, 'server.json'))).toBe(true);
  npm.kill('SIGTERM');
  await ended;
  await expect.poll(() => existsSync(join(data, 'server.json')), { timeout: 10_000 }).toBe(false);
});

it.each([[['--help']], [['dead', 'list']]])('what nobody reads to its end breaks nothing: bellhop %j | true', async (words) => {
  const child = started(process.execPath, ['infra/cli/bellhop.ts', ...words]);
  child.stdout?.destroy();
  const [code, said] = await Promise.all([codeOf(child), errorsOf(child)]);
  expect([code, said]).toEqual([0, '']);
});
