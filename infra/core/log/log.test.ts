import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it, vi } from 'vitest';
import { openLog } from './log.ts';

function open({ level = 'info', pretty = false, secrets = [] as string[] } = {}) {
  const lines: string[] = [];
  const clock = { at: Date.UTC(2026, 0, 2, 3, 4, 5), now: () => clock.at };
  const log = openLog({ level, pretty, secrets, clock, output: { write: (line) => lines.push(line) } });
  return { log, lines, clock, parsed: () => lines.map((line) => JSON.parse(line) as Record<string, unknown>) };
}

describe('the log', () => {
  it('writes JSON lines with an instant and fields', () => {
    const { log, parsed } = open();
    log.info({ trace: 't1', channel: 'slack' }, 'replied');
    expect(parsed()).toEqual([{ level: 30, time: '2026-01-02T03:04:05.000Z', trace: 't1', channel: 'slack', msg: 'replied' }]);
  });

  it('writes 10 lines a second for one reason, then one with the count', () => {
    const { log, parsed, clock } = open();
    for (let i = 0; i < 1_000; i++) log.warn({ reason: 'forged', i }, 'a delivery was refused');
    log.warn({ reason: 'other' }, 'something else');
    expect(parsed()).toHaveLength(11);
    clock.at += 1_000;
    log.warn({ reason: 'forged' }, 'a delivery was refused');
    expect(parsed().slice(11)).toMatchObject([
      { reason: 'forged', count: 990, msg: '990 more lines like this were left out' },
      { reason: 'forged', msg: 'a delivery was refused' },
    ]);
  });

  it('has at most ten in a second by the times that stand in them, however long a line takes to be written', () => {
    const { log, parsed, clock } = open();
    // Each look at the clock finds it a moment later.
    clock.now = () => clock.at++;
    for (let i = 0; i < 3_000; i++) log.warn({ reason: 'forged' }, 'a delivery was refused');
    const times = parsed().flatMap(({ count, time }) => (count === undefined ? [Date.parse(String(time))] : []));
    expect(times.length).toBeGreaterThan(20);
    for (const [i, time] of times.entries()) if (i >= 10) expect(time - (times[i - 10] ?? 0)).toBeGreaterThanOrEqual(1_000);
  });

  it('has at most ten lines of one reason in any second, and one count, whatever floods begin and end meanwhile', () => {
    vi.useFakeTimers();
    const { log, parsed, clock } = open();
    const floods = { early: [0, 4_000], late: [900, 3_100], now_and_then: [50, 3_900] } as const;
    const sent: Record<string, number> = {};
    const at: Record<string, { lines: number[]; counts: number[] }> = {};
    let seen = 0;
    for (let ms = 0; ms < 6_000; ms += 10) {
      for (const [reason, [from, until]] of Object.entries(floods)) {
        if (ms < from || ms >= until || (reason === 'now_and_then' && ms % 990 > 300)) continue;
        log.warn({ reason }, 'refused');
        sent[reason] = (sent[reason] ?? 0) + 1;
      }
      for (const { reason, count } of parsed().slice(seen) as { reason: string; count?: number }[]) {
        at[reason] ??= { lines: [], counts: [] };
        at[reason][count === undefined ? 'lines' : 'counts'].push(ms);
      }
      seen = parsed().length;
      clock.at += 10;
      vi.advanceTimersByTime(10);
    }
    vi.useRealTimers();
    const most = (times: readonly number[]) =>
      Math.max(...times.map((start) => times.filter((time) => time >= start && time < start + 1_000).length));
    for (const [reason, { lines, counts }] of Object.entries(at)) {
      expect([reason, most(lines), most(counts)]).toEqual([reason, 10, 1]);
      const told = (parsed() as { reason: string; count?: number }[])
        .filter((line) => line.reason === reason)
        .reduce((sum, line) => sum + (line.count ?? 1), 0);
      expect([reason, told]).toEqual([reason, sent[reason]]);
    }
  });

  it('goes on when the clock is set back', () => {
    const { log, parsed, clock } = open();
    for (let i = 0; i < 20; i++) log.warn({ reason: 'forged' }, 'refused');
    clock.at -= 3_600_000;
    log.warn({ reason: 'forged' }, 'refused');
    expect(parsed().at(-1)).toMatchObject({ reason: 'forged', msg: 'refused' });
    expect(parsed()).toHaveLength(12);
  });

  it('remembers new reasons after many old ones', () => {
    const { log, parsed, clock } = open();
    for (let i = 0; i < 500; i++) log.warn({ reason: `r${i}` }, 'x');
    clock.at += 1_000;
    for (let i = 0; i < 500; i++) log.warn({ reason: `s${i}` }, 'x');
    expect(parsed()).toHaveLength(1_000);
  });

  it('tells the count without another line to follow', () => {
    const { log, parsed } = open();
    for (let i = 0; i < 12; i++) log.error({ reason: 'disk' }, 'not stored');
    log.flush();
    expect(parsed().at(-1)).toMatchObject({ level: 50, reason: 'disk', count: 2 });
  });

  it('takes no memory for reasons without end', () => {
    const { log, parsed } = open();
    for (let i = 0; i < 2_000; i++) log.warn({ reason: `r${i}` }, 'x');
    log.flush();
    expect(parsed()).toHaveLength(511);
    expect(parsed().at(-1)).toMatchObject({ reason: '(others)', count: 1_490 });
  });

  it('never shows a secret, however it is written', () => {
    const { log, lines } = open({ secrets: ['123:AA/bb+"cc', 'hunter2hunter2'] });
    const err = new Error('GET https://api.telegram.org/bot123%3AAA%2Fbb%2B%22cc/getMe failed');
    log.error({ err, also: '123:AA/bb+"cc' }, 'with hunter2hunter2');
    expect(lines.join()).not.toMatch(/AA|hunter2/);
    expect(lines.join().match(/\[secret\]/g)?.length).toBeGreaterThanOrEqual(4);
  });

  it('writes the line all the same when what it is given can not be read', () => {
    const { log, parsed } = open();
    const err = Object.defineProperty(new Error('x'), 'request', {
      enumerable: true,
      get() {
        throw new Error('gone');
      },
    });
    log.warn({ trace: 't1', err }, 'A command did not succeed.');
    expect(parsed()).toMatchObject([{ trace: 't1', unreadable: 'gone', msg: 'A command did not succeed.' }]);
  });

  it('reads as a line on a terminal, in the time of who sits there, and can’t be steered from outside', () => {
    vi.stubEnv('TZ', 'Asia/Kolkata');
    const { log, lines } = open({ pretty: true });
    log.warn({ reason: 'x\u001b[2J', n: 1 }, 'over\rwritten');
    vi.unstubAllEnvs();
    expect(stripVTControlCharacters(lines[0] ?? '')).toBe('08:34:05 warn  over\ufffdwritten reason=x\ufffd[2J n=1\n');
  });

  it('keeps quiet below its level', () => {
    const { log, lines } = open({ level: 'warn' });
    log.info({}, 'x');
    log.debug({}, 'x');
    expect(lines).toEqual([]);
    expect(log.debugs).toBe(false);
  });
});
