import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Env } from '../../shared/channel/channel.ts';
import { startTelegram, type TelegramPlatform } from '../../test/platforms/telegram.ts';
import { startLocal } from '../local/run.ts';
import { main } from './main.ts';

const root = mkdtempSync(join(tmpdir(), 'bellhop-commands-'));
let telegram: TelegramPlatform;
beforeAll(async () => {
  telegram = await startTelegram();
});
afterAll(async () => {
  await telegram.close();
  rmSync(root, { recursive: true });
});

const bellhop = (...words: string[]) => typed('commands', ...words);

async function typed(...words: string[]) {
  return typedWith(telegram.env, ...words);
}

async function typedWith(settings: Env, ...words: string[]) {
  const [out, err]: [string[], string[]] = [[], []];
  const env = { ...settings, BELLHOP_DATA: join(root, 'data') };
  const shell = {
    env,
    out: (text: string) => void out.push(text),
    err: (text: string) => void err.push(text),
    input: Readable.from([]),
    isTerminal: false,
  };
  return { code: await main(words, shell), out: out.join('\n'), err: err.join('\n') };
}

it('plans, sets and takes back what a platform lists', async () => {
  expect(await bellhop('plan')).toMatchObject({ code: 0, out: expect.stringMatching(/^telegram: differs\n {2}\+ default: .*\bremind\b/) });
  expect(await bellhop('apply', 'telegram')).toMatchObject({ code: 0, out: expect.stringMatching(/^telegram: set\n/) });
  expect(await bellhop('plan', '--json')).toMatchObject({ code: 0, out: expect.stringContaining('"changes":[]') });
  expect(await bellhop('rollback', 'telegram')).toMatchObject({ code: 0, out: expect.stringMatching(/^telegram: set\n {2}- default: /) });
  expect(await bellhop('files', join(root, 'out'))).toMatchObject({ code: 0, out: expect.stringContaining('default.json') });
  expect(readFileSync(join(root, 'out/telegram/default.json'), 'utf8')).toContain('"command": "remind"');
});

it('says what is wrong: exit 1 for a refusal, 2 for wrong usage', async () => {
  expect(await bellhop('rollback', 'telegram')).toMatchObject({ code: 1, out: expect.stringContaining('no version before') });
  expect(await bellhop('plan', 'slack')).toMatchObject({ code: 1, err: expect.stringContaining('"slack" is off') });
  telegram.misbehave({ kind: '500', method: 'setMyCommands' });
  expect(await bellhop('apply')).toMatchObject({ code: 1, out: expect.stringContaining('refused') });
  expect(await bellhop('rollback')).toMatchObject({ code: 2, err: expect.stringContaining('name the channel') });
  expect(await bellhop('frob')).toMatchObject({ code: 2 });
});

it('doctor says when a platform lists something else than is defined', async () => {
  const local = await startLocal({ ...telegram.env, BELLHOP_DATA: join(root, 'data'), PORT: '0', LOG_LEVEL: 'silent' }, { works: false });
  try {
    await bellhop('apply');
    expect((await typed('doctor')).out).toMatch(/✓ telegram: list +what it lists is what is defined/);
    await fetch(`${telegram.url}/bot${telegram.env.TELEGRAM_BOT_TOKEN}/deleteMyCommands`, { method: 'POST' });
    expect(await typed('doctor')).toMatchObject({
      code: 1,
      out: expect.stringMatching(/✗ telegram: list +\d+ of what it lists are not as defined\n.*commands apply telegram/),
    });
  } finally {
    await local.stop();
  }
});

it('says what would turn a channel on where none is', async () => {
  const { code, out } = await typedWith({}, 'commands', 'list');
  expect([code, out]).toEqual([
    0,
    expect.stringMatching(/^No channel that lists commands is on. Off are:\n(.*\n)* {2}telegram: Set TELEGRAM_BOT_TOKEN/),
  ]);
});
