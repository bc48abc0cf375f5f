import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { StorageFailed } from '../../../shared/errors.ts';
import { manualClock } from '../../../shared/timers/manual-clock.ts';
import { Emf } from './emf.ts';
import { jsonLines } from './lines.ts';
import { depthMetrics, flowMetrics, lateness } from './metrics.ts';
import type { Numbers } from './numbers.ts';
import { powertoolsLog, powertoolsNumbers } from './powertools.ts';

const written: string[] = [];
const parsed = (): Record<string, unknown>[] => written.map((line) => JSON.parse(line));
const clock = manualClock();

beforeEach(() => {
  vi.stubEnv('POWERTOOLS_SERVICE_NAME', 'bellhop-prod');
  vi.stubEnv('POWERTOOLS_METRICS_NAMESPACE', 'Bellhop');
  vi.stubEnv('_X_AMZN_TRACE_ID', 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1');
  vi.spyOn(process.stdout, 'write').mockImplementation((line) => written.push(String(line)) > 0);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  written.length = 0;
});

const both: readonly (readonly [string, () => Numbers])[] = [
  ['of a way in', () => new Emf({ service: 'bellhop-prod', clock, write: (line) => process.stdout.write(line) })],
  ['of the other functions', powertoolsNumbers],
];

describe.each(both)('numbers %s', (_, open) => {
  it('are lines that CloudWatch makes metrics of, with the stage as their one dimension', async () => {
    flowMetrics(open()).runSeconds.observe({ command: 'check' }, 1.5);
    await Promise.resolve();
    expect(parsed()).toEqual([
      {
        _aws: {
          Timestamp: expect.any(Number),
          CloudWatchMetrics: [{ Namespace: 'Bellhop', Dimensions: [['service']], Metrics: [{ Name: 'bellhop_run_seconds', Unit: 'Seconds' }] }],
        },
        service: 'bellhop-prod',
        command: 'check',
        bellhop_run_seconds: 1.5,
      },
    ]);
  });

  it('tell how much waits of each priority apart, and how late a timer is', async () => {
    const numbers = open();
    const none = { count: 0, oldestAt: null };
    const waiting = { alert: none, interactive: { count: 3, oldestAt: clock.now() - 2_000 }, report: none };
    depthMetrics(numbers, { waiting, running: 0, undelivered: 0, dead: 4 }, clock.now());
    lateness(numbers, -5);
    await Promise.resolve();
    const told = (name: string) => parsed().filter((line) => name in line);
    expect(told('bellhop_queue_depth').map(({ priority, bellhop_queue_depth: count }) => [priority, count])).toEqual([
      ['alert', 0],
      ['interactive', 3],
      ['report', 0],
    ]);
    expect(told('bellhop_queue_oldest_seconds').map((line) => line.bellhop_queue_oldest_seconds)).toEqual([0, 2, 0]);
    expect(told('bellhop_dead_letters').map((line) => line.bellhop_dead_letters)).toEqual([4]);
    expect(told('bellhop_timer_lateness_seconds').map((line) => line.bellhop_timer_lateness_seconds)).toEqual([0]);
  });
});

it('numbers of a way in that are told in one go are one line, which says whose trace they are of', async () => {
  const emf = new Emf({ service: 'bellhop-prod', clock, write: (line) => process.stdout.write(line) });
  const metrics = flowMetrics(emf);
  emf.note({ trace: 't1' });
  metrics.accepted.inc({ channel: 'slack' });
  metrics.acceptSeconds.observe(0.02);
  await Promise.resolve();
  metrics.duplicates.inc({ channel: 'slack' });
  await Promise.resolve();
  expect(parsed()).toMatchObject([
    { trace: 't1', channel: 'slack', bellhop_accepted_total: 1, bellhop_accept_seconds: 0.02 },
    { bellhop_duplicates_total: 1 },
  ]);
  expect(parsed()[1]).not.toHaveProperty('trace');
});

const logs = [
  ['of a way in', () => jsonLines({ service: 'bellhop-prod', secrets: () => ['xoxb-secret'], clock })],
  ['of the other functions', () => powertoolsLog({ level: 'info', secrets: ['xoxb-secret'], clock })],
] as const;

describe.each(logs)('log lines %s', (_, open) => {
  it('are JSON with the level, the stage and the trace of the event; an error is told with its cause', () => {
    open().warn({ trace: 't1', err: new Error('no', { cause: new Error('below') }) }, 'It failed.');
    expect(parsed()).toMatchObject([
      {
        level: 'WARN',
        message: 'It failed.',
        service: 'bellhop-prod',
        xray_trace_id: '1-5759e988-bd862e3fe1be46a994272793',
        trace: 't1',
        err: { message: 'no' },
      },
    ]);
    expect(written[0]).toContain('below');
    expect(written[0]?.endsWith('}\n')).toBe(true);
  });

  it('say which error of ours it is by its code', () => {
    open().error({ err: new StorageFailed('The command', new Error('throttled')) }, 'It failed.');
    expect(parsed()).toMatchObject([{ err: { code: 'storage_failed' } }]);
  });

  it('have no secret in them, also not in what an error says', () => {
    open().error({ err: new Error('https://x/botxoxb-secret/getMe failed') }, 'with xoxb-secret');
    expect(written.join()).not.toContain('xoxb-secret');
    expect(written.join()).toContain('[secret]');
  });
});

it.each(logs)('lines of one reason are held back when they are too many, %s: forged requests fill no log', (_, open) => {
  const log = open();
  for (let i = 0; i < 50; i++) log.warn({ reason: 'forged', i }, 'A delivery was not accepted.');
  log.debug({}, 'nothing');
  expect(written).toHaveLength(10);
  log.flush();
  expect(parsed().at(-1)).toMatchObject({ reason: 'forged', count: 40 });
});
