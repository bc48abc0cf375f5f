import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Local, startLocal } from '../../infra/local/run.ts';
import { type Mouth, mouths } from './mouths.ts';

/** The same commands, said on each channel to one process with the stand-in platform on the other side. */
describe.each(mouths.map((open) => [open.name.replace(/Mouth$/, ''), open] as const))('on %s', (_, open) => {
  let mouth: Mouth;
  let bellhop: Local;
  let folder: string;
  let delivery = 0;

  const settings = () => ({ ...mouth.env, BELLHOP_DATA: folder, PORT: '0', LOG_LEVEL: 'silent', BELLHOP_ENV: 'test' });
  const start = () => startLocal(settings(), { output: { write: () => true } });
  const say = (text: string, id = ++delivery) => mouth.say(bellhop.origin, text, id);
  const hear = (words: RegExp | string) => expect.poll(() => mouth.heard(), { timeout: 10_000 }).toMatch(words);

  beforeEach(async () => {
    mouth = await open();
    folder = mkdtempSync(join(tmpdir(), 'bellhop-journey-'));
    bellhop = await start();
  });

  afterEach(async () => {
    expect(mouth.faults(), 'a call broke a documented limit').toEqual([]);
    await bellhop.stop();
    await mouth.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('help says what can be done', async () => {
    expect(await say('help')).toBe(200);
    await hear('check');
    await hear('remind');
  });

  it('help about one command goes into it', async () => {
    await say('help check');
    await hear(/example\.com/);
  });

  it('words that name no command are answered with the closest', async () => {
    await say('chek example.com');
    await hear(/check/);
  });

  it('check refuses an address inside the network', async () => {
    await say('check http://127.0.0.1:9/');
    await hear(/public addresses/);
  });

  it('whoami, status and reminders answer', async () => {
    await say('whoami');
    await hear(/member/i);
    await say('status');
    await hear(/queue|waiting|channels/i);
    await say('reminders');
    await hear(/no reminders|nothing|none/i);
  });

  it('a delivery told twice is acknowledged twice and done once', async () => {
    await say('timezone Europe/Madrid', 501);
    await hear('Madrid');
    const before = mouth.heard();
    expect(await say('timezone Europe/Madrid', 501)).toBe(200);
    await say('whoami', 502);
    await hear(/member/i);
    const madrids = (text: string) => text.split('timezone').length;
    expect(madrids(mouth.heard())).toBeGreaterThanOrEqual(madrids(before));
  });

  it('a reminder is set, said back with its zone, listed after a restart, and forgotten', async () => {
    await say('timezone Europe/Berlin');
    await hear('Berlin');
    await say('remind me in 2 hours to stretch');
    await hear(/stretch/);
    await hear(/Berlin/);
    await bellhop.stop();
    bellhop = await start();
    await say('reminders');
    await hear(/stretch/);
    await say('forget stretch');
    await hear(/forgot|forgotten/i);
  });
});
