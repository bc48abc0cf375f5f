import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { personId } from '../../shared/people/person.ts';
import { plain } from '../../shared/reply/text.ts';
import type { Sample } from '../../shared/series/series.ts';
import { manualClock } from '../../shared/timers/manual-clock.ts';
import { everySkill, type OpenSkills, openSkills } from '../../test/open-skills.ts';

/** A Wednesday, 14:00 in Berlin. */
const now = Date.parse('2026-06-10T12:00:00Z');
const minuteMs = 60_000;
const dayMs = 86_400_000;

let bell: OpenSkills;
beforeEach(() => {
  bell = openSkills(everySkill, { clock: manualClock(now - 40 * dayMs) });
});
afterEach(() => bell.close());

/** What is watched since 40 days before, and was looked at each 10 minutes of the last ones; down while `isDown` says so. */
async function watched(what: string, isDown: (at: number) => boolean = () => false, days = 40) {
  await bell.say(`watch ${what} every 10 minutes`);
  await bell.clock.jump(now - bell.clock.now());
  const all = await bell.services.checks.list(
    { channel: 'slack', bot: 'main', tenant: 't1', conversation: 'k1' },
    personId({ channel: 'slack', tenant: 't1' }, 'u1'),
  );
  const series = all.find(({ check }) => check.name.includes(what))?.check.id ?? '';
  const samples: Sample[] = [];
  for (let at = now - days * dayMs; at < now; at += 10 * minuteMs)
    samples.push({ series, at, forMs: 10 * minuteMs, ...(isDown(at) ? { state: 'down' } : { state: 'up', ms: 100 + ((at / minuteMs) % 7) * 10 }) });
  await bell.series.append(samples);
  return series;
}
const words = async (said: string, locale = 'en') => plain((await bell.say(said, { person: { locale } })).text).replaceAll('\u00a0', ' ');

describe('uptime', () => {
  it('of one: exact for the range that was asked for, with its downtime, its latencies and their chart', async () => {
    const downFrom = Date.parse('2026-05-20T10:00:00Z');
    await watched('example.com', (at) => at >= downFrom && at < downFrom + 44 * minuteMs);
    const { chart, fields, severity } = await bell.say('uptime example.com last month');
    // 50 minutes of 31 days.
    expect(await words('uptime example.com last month')).toBe(
      'https://example.com/ was up 99.88% of the time, 1 – 31 May 2026. Down for 50 minutes.',
    );
    expect(await words('verfügbarkeit von example.com letzten Monat', 'de')).toBe(
      'https://example.com/ war 99,88 % der Zeit verfügbar, 1.–31. Mai 2026. Ausgefallen für 50 Minuten.',
    );
    expect(severity).toBe('warning');
    expect(fields?.map(({ name, value }) => `${name}: ${plain(value)}`)).toEqual([
      `Over time: ${'🟩'.repeat(19)}🟨${'🟩'.repeat(11)}`,
      'p50 · p95 · p99: 132 ms · 161 ms · 161 ms',
      'Looked at: 30 days 10 hours',
    ]);
    expect(chart?.labels.slice(0, 2)).toEqual(['1 May', '2 May']);
    expect(chart?.labels).toHaveLength(31);
    expect(chart?.title).toBe('Response time of https://example.com/');
    expect(await words('uptime example.com')).toBe(
      'https://example.com/ was up 100% of the time, 9 Jun 2026, 14:00 – 10 Jun 2026, 14:00. Never down.',
    );
  });

  it('is never called 100 % when it was down, and is told as a person would say it', async () => {
    await watched('example.com', (at) => at === now - 5 * dayMs);
    const { text, speech } = await bell.say('uptime example.com last 30 days');
    expect(plain(text)).toContain('99.976%');
    expect(speech).toBe(
      'https://example.com/ was up 99.976 percent of the time, 11 May to 10 Jun 2026. Down for 10 minutes. It mostly answered within 161 milliseconds.',
    );
  });

  it('counts the incidents of the range, and only its own', async () => {
    const id = await watched('example.com', (at) => at >= now - dayMs && at < now - dayMs + 30 * minuteMs, 3);
    const report = (state: string, key: string, saidAt: number) =>
      bell.run('incident', { args: { key, state, what: 'it', why: 'refused', level: 'error' } }, { saidAt, person: { role: 'admin' } });
    for (const at of [now - dayMs, now - 2 * dayMs]) {
      await report('open', `check/${id}`, at);
      await report('close', `check/${id}`, at + 30 * minuteMs);
    }
    await report('open', 'check/another', now - dayMs);
    expect(await words('uptime example.com since yesterday')).toContain('Down for 30 minutes, in one incident.');
  });

  it('of all is a table, the worst first', async () => {
    await watched('example.com', undefined, 2);
    await watched('example.org', (at) => at >= now - 60 * minuteMs, 2);
    await bell.say('watch example.net');
    const { text, table, speech } = await bell.say('uptime of all last 24 hours');
    expect(plain(text)).toBe('3 things, 9 Jun 2026, 14:00 – 10 Jun 2026, 14:00, the worst first');
    expect(table?.rows.map((row) => row.slice(0, 3))).toEqual([
      ['https://example.org/', '95.83%', '1 hour'],
      ['https://example.com/', '100%', ''],
      ['https://example.net/', '–', ''],
    ]);
    expect(speech).toBe('1 of 3 were up all of the time. The worst was https://example.org/, up 95.83 percent of the time.');
    expect((await bell.say('uptime last hour')).table?.rows).toHaveLength(3);
    expect((await bell.say('uptime example.o')).chart).toBeDefined();
  });

  it('of what was not looked at, and of what there is none, says so', async () => {
    expect(await words('uptime')).toBe('Nothing is watched. Begin like this: watch example.com every minute');
    await bell.say('watch example.com');
    await bell.clock.jump(40 * dayMs);
    expect(await words('uptime example.com last week')).toBe('https://example.com/ was not looked at, 1 – 7 Jun 2026.');
    expect(await words('uptime kettle')).toBe('Nothing that is watched fits “kettle”. checks shows all there is.');
  });
});

it('a badge of one is answered with its address, in a form for a README', async () => {
  const id = await watched('example.com', undefined, 1);
  expect(await words('badge example')).toBe(
    `The uptime of https://example.com/ as a picture, for whoever knows its address: https://bellhop.example.com/badge/${id}.svg\nIn a README: ![uptime](https://bellhop.example.com/badge/${id}.svg)`,
  );
});
