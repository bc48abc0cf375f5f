import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { compiled, startProcess } from '../../test/process.ts';

const cli = fileURLToPath(new URL('./bellhop.ts', import.meta.url));
const data = mkdtempSync(join(tmpdir(), 'bellhop-simulate-'));
afterAll(() => rmSync(data, { recursive: true, force: true }));

it.each(['SIGTERM', 'SIGKILL'] as const)('says at once that the server ended (%s), exit 1', async (signal) => {
  const server = await startProcess({ BELLHOP_DATA: data });
  const talk = spawn(process.execPath, [cli, 'simulate', 'slack'], { env: { PATH: process.env.PATH, ...compiled, BELLHOP_DATA: data } });
  const [said, code] = [text(talk.stderr), new Promise((resolve) => talk.once('exit', resolve))];
  talk.stdin.write('help\n');
  await new Promise((resolve) => talk.stdout.once('data', resolve));
  await server.end(signal);
  expect([await code, await said]).toEqual([1, expect.stringContaining(`The server at ${server.url} went away.`)]);
});
