import { expect, it } from 'vitest';
import { openLog } from '../core/log/log.ts';
import { observer } from '../core/observer.ts';
import { openMetrics } from './metrics.ts';

it('counts what may be heard twice apart from other failures', async () => {
  const clock = { now: () => 0 };
  const waiting = { count: 0, oldestAt: null };
  const depth = { waiting: { alert: waiting, interactive: waiting, report: waiting }, running: 0, undelivered: 0, dead: 0 };
  const metrics = openMetrics(async () => depth, clock.now);
  const log = openLog({ level: 'silent', pretty: false, secrets: [], clock, output: { write: () => true } });
  const told = { channel: 'slack', trace: 't', dead: false, cause: null };
  const { deliveryFailed } = observer(metrics, log);
  deliveryFailed({ ...told, reason: 'timeout', maybeSent: true });
  deliveryFailed({ ...told, reason: 'ratelimited', maybeSent: false });
  const text = await metrics.registry.metrics();
  expect(text).toContain('bellhop_maybe_sent_total{channel="slack"} 1');
  expect(text.match(/bellhop_delivery_failures_total\{/g)).toHaveLength(2);
});
