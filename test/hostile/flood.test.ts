import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { systemClock } from '../../shared/clock.ts';
import { startPlatforms } from '../platforms/all.ts';
import { type Running, startProcess } from '../process.ts';
import { type Door, doorNamed, doorsOf, post } from './doors.ts';
import { garbage, memoryOf } from './garbage.ts';
import { type LogLine, skills, world } from './world.ts';

/** The most of these lines that any second saw. Their times are taken a moment after they were counted. */
function inAnySecond(lines: readonly LogLine[]): number {
  const times = lines.map(({ time }) => Date.parse(String(time)));
  return Math.max(0, ...times.map((start) => times.filter((time) => time >= start && time < start + 990).length));
}

describe('a flood of refusals', () => {
  it('is ten lines a second for each reason and one with the count, and every one of them is counted', { timeout: 30_000 }, async () => {
    const bellhop = await world();
    const doors = doorsOf(bellhop);
    const { origin } = bellhop.local();
    const refused = { signature_missing: 'Slack events', secret_token: 'Telegram', no_token: 'Teams', unsigned: 'Alexa' } as const;
    const each = 400;
    await Promise.all(
      Object.values(refused).map(async (name) => {
        const door = doorNamed(doors, name);
        for (let n = 0; n < each; n++) expect((await post(origin, door, Buffer.from('{}'), {})).status).toBe(door.unsigned);
      }),
    );
    await bellhop.stop();
    for (const reason of Object.keys(refused)) {
      const lines = bellhop.lines.filter((line) => line.reason === reason);
      const whole = lines.filter(({ count }) => count === undefined);
      const counts = lines.filter(({ count }) => count !== undefined);
      expect([reason, inAnySecond(whole)]).toEqual([reason, 10]);
      // One more when the server stops: what is not told by then.
      expect(inAnySecond(counts), reason).toBeLessThanOrEqual(2);
      expect(whole.length + counts.reduce((sum, { count }) => sum + Number(count), 0), reason).toBe(each);
    }
    await bellhop.close();
  });
});

describe('the process under garbage', () => {
  let others: Awaited<ReturnType<typeof startPlatforms>>;
  let doors: readonly Door[];
  let running: Running;
  let data: string;
  beforeAll(async () => {
    others = await startPlatforms(systemClock);
    doors = doorsOf(others.platforms);
    data = mkdtempSync(join(tmpdir(), 'bellhop-flood-'));
    const { slack, telegram, teams, messenger, sms, email } = others.platforms;
    running = await startProcess({ ...others.env, BELLHOP_DATA: data, BELLHOP_SKILLS: skills }, { collects: true });
    sms.at(running.url);
    // What is loaded with a channel's first answer, or a moment before it, is nothing that garbage leaves behind.
    const { url } = running;
    for (const name of ['Slack events', 'Telegram', 'Teams', 'Messenger', 'SMS', 'Email', 'Alexa']) {
      const door = doorNamed(doors, name);
      expect((await post(url, door, door.good('hello', 0))).status).toBe(200);
    }
    const shown = () => [
      slack.posted.length,
      telegram.of('sendMessage').length,
      teams.of('send').length,
      messenger.sent().length,
      sms.sent().length,
      email.delivered.length,
    ];
    await vi.waitFor(() => expect(shown()).toEqual([1, 1, 1, 1, 1, 1]), { timeout: 20_000 });
  }, 60_000);
  afterAll(async () => {
    // It runs still when something failed.
    if (running) await running.end('SIGKILL');
    await others.close();
    rmSync(data, { recursive: true, force: true });
  });

  const round = 800;
  const mib = 1_048_576;

  it('answers all of it in its right status, keeps nothing of it, and ends well', { timeout: 60_000 }, async () => {
    const send = (n: number) => garbage(running.url, doors, { count: round, connections: 16, from: n * round });
    const after: { resident: number; live: number }[] = [];
    for (let n = 0; n < 8; n++) {
      const tally = await send(n);
      expect([...tally.keys()].filter((status) => ![0, 200, 400, 401, 404, 405, 413].includes(status))).toEqual([]);
      expect([...tally.values()].reduce((sum, count) => sum + count, 0)).toBe(round);
      after.push(await memoryOf(running));
    }
    // The least of several rounds: a pool of buffers is filled now and then, and let go. Two kilobytes kept of each request would be more.
    const least = (from: number) => Math.min(...after.slice(from, from + 4).map(({ live }) => live));
    expect(least(4) - least(0)).toBeLessThan(3 * mib);
    expect(Math.max(...after.map(({ resident }) => resident))).toBeLessThan(512 * mib);

    const answered = await post(running.url, doorNamed(doors, 'Alexa'), doorNamed(doors, 'Alexa').good('alive', 1));
    expect(answered.body).toContain('echo: alive');
    expect(await running.end('SIGTERM')).toBe(0);
    expect(running.output()).not.toMatch(/defect|TypeError|RangeError|Unhandled/);
  });
});
