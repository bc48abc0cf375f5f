import { spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { compiled } from '../../test/process.ts';

const cli = fileURLToPath(new URL('./bellhop.ts', import.meta.url));
const root = mkdtempSync(join(tmpdir(), 'bellhop-cli-moving-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const env = { PATH: process.env.PATH, ...compiled, HOME: root, TZ: 'UTC', LOG_LEVEL: 'silent' };

function started(words: readonly string[], data: string, more: Record<string, string> = {}) {
  return spawn(process.execPath, [cli, ...words], { cwd: root, env: { ...env, BELLHOP_DATA: join(root, data), ...more } });
}

/** Runs the command line to its end. */
async function bellhop(words: readonly string[], data: string, more?: Record<string, string>) {
  const child = started(words, data, more);
  child.stdin.end();
  const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), new Promise((resolve) => child.once('close', resolve))]);
  return { out, err, code };
}

describe('the command line', () => {
  it('backs up while the server runs, and restores into an empty folder, once', async () => {
    const server = started(['start'], 'here', { PORT: '0' });
    const ended = new Promise((resolve) => server.once('close', resolve));
    await expect.poll(() => existsSync(join(root, 'here', 'server.json')), { timeout: 10_000 }).toBe(true);
    expect((await bellhop(['run', 'remind me in 2 hours to stretch'], 'here')).code).toBe(0);
    const file = join(root, 'first.backup');
    const made = await bellhop(['backup', file, '--json'], 'here');
    expect(made).toMatchObject({ code: 0, err: '' });
    expect(JSON.parse(made.out)).toMatchObject({ file, commands: 1, timers: 1, secrets: 0, blobs: 0, bytes: statSync(file).size });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    server.kill('SIGTERM');
    await ended;

    expect(await bellhop(['restore', file], 'there')).toMatchObject({
      code: 0,
      out: expect.stringMatching(/there has 1 command, \d+ records, 1 timer,/),
    });
    const cut = join(root, 'cut.backup');
    copyFileSync(file, cut);
    truncateSync(cut, statSync(file).size - 20);
    const [again, over, refused, half] = await Promise.all([
      bellhop(['restore', file], 'there'),
      bellhop(['backup', file], 'here'),
      bellhop(['restore', file, '--json'], 'here'),
      bellhop(['restore', cut], 'elsewhere'),
    ]);
    expect(again).toMatchObject({ code: 0, out: expect.stringContaining('before: nothing was done') });
    expect(over).toMatchObject({ code: 1, err: expect.stringContaining('there is a file of that name') });
    expect(refused).toMatchObject({ code: 1, err: '' });
    const { error } = JSON.parse(refused.out);
    expect(error).toMatchObject({ code: 'restore_refused', message: expect.stringMatching(/it has 1 command, \d+ records and 1 timer already/) });
    expect(half).toMatchObject({ code: 1, err: expect.stringContaining('it is cut: its end is missing') });
    expect((await bellhop(['run', 'reminders'], 'there')).out).toContain('stretch');
  }, 30_000);

  it('says what is wrong', async () => {
    mkdirSync(join(root, 'some'));
    writeFileSync(join(root, 'words'), 'no backup\n');
    const all = await Promise.all([
      bellhop(['backup'], 'some'),
      bellhop(['restore', 'a', 'b'], 'some'),
      bellhop(['backup', 'x'], 'nowhere'),
      bellhop(['restore', 'words'], 'some'),
      bellhop(['restore', 'missing'], 'another'),
    ]);
    expect(all.map(({ code }) => code)).toEqual([2, 2, 1, 1, 1]);
    expect(all.map(({ err }) => err)).toEqual([
      expect.stringContaining('Usage: bellhop backup FILE'),
      expect.stringContaining('Usage: bellhop restore FILE'),
      expect.stringContaining('There is nothing to back up in'),
      expect.stringContaining('it is no backup of Bellhop'),
      expect.stringContaining("missing can't be restored: ENOENT"),
    ]);
  }, 30_000);

  it('moves what people’s own folders keep when they are named, and refuses it else', async () => {
    const skills = join(root, 'skills');
    mkdirSync(skills);
    writeFileSync(
      join(skills, 'lamp.ts'),
      `import { command } from 'bellhop/shared/command/define.ts';
       import { reply } from 'bellhop/shared/reply/reply.ts';
       import { collection } from 'bellhop/shared/store/store.ts';
       const lamps = collection<{ on: boolean }>('lamps', {});
       export const skill = {
         name: 'lamp',
         services: ({ store }: { store: any }) => ({ lamps: { on: () => store.put(lamps, 'hall', { on: true }), is: async () => (await store.get(lamps, 'hall'))?.value.on ?? false } }),
         commands: [command({ name: 'lamp', summary: 'x', async run(_: object, { lamps }: any) { const was = await lamps.is(); await lamps.on(); return reply('It was ' + (was ? 'on' : 'off')); } })],
       };`,
    );
    const own = { BELLHOP_SKILLS: skills };
    expect((await bellhop(['run', 'lamp'], 'lit', own)).out).toBe('It was off\n');
    const file = join(root, 'lit.backup');
    expect((await bellhop(['backup', file], 'lit')).code).toBe(0);
    expect(await bellhop(['restore', file], 'dark')).toMatchObject({
      code: 1,
      err: expect.stringMatching(/its collections lamps\.\nSet BELLHOP_SKILLS/),
    });
    expect((await bellhop(['restore', file], 'dark', own)).code).toBe(0);
    expect((await bellhop(['run', 'lamp'], 'dark', own)).out).toBe('It was on\n');
  }, 30_000);
});
