import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { priorities } from '../../shared/command/command.ts';
import type { Measure } from '../../shared/command/skill.ts';
import type { Depth } from '../../shared/inbox/inbox.ts';

const fast = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];
const slow = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300];

/** What Prometheus reads; names and labels as CONTRACT.md fixes them. `depth` is asked when somebody reads. */
export function openMetrics(depth: () => Promise<Depth>, now: () => number) {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  new Gauge({
    name: 'bellhop_queue_depth',
    help: 'Commands accepted and not yet taken',
    labelNames: ['priority'],
    registers,
    async collect() {
      const { waiting } = await depth();
      for (const priority of priorities) this.set({ priority }, waiting[priority].count);
    },
  });
  new Gauge({
    name: 'bellhop_queue_oldest_seconds',
    help: 'Age of the oldest command not yet taken',
    labelNames: ['priority'],
    registers,
    async collect() {
      const { waiting } = await depth();
      for (const priority of priorities) {
        const { oldestAt } = waiting[priority];
        this.set({ priority }, oldestAt === null ? 0 : Math.max(0, now() - oldestAt) / 1_000);
      }
    },
  });
  new Gauge({
    name: 'bellhop_dead_letters',
    help: 'Dead letters that wait for an admin',
    registers,
    async collect() {
      this.set((await depth()).dead);
    },
  });
  return {
    registry,
    acceptSeconds: new Histogram({ name: 'bellhop_accept_seconds', help: 'Request to durably accepted', buckets: fast, registers }),
    accepted: new Counter({ name: 'bellhop_accepted_total', help: 'Commands accepted', labelNames: ['channel'], registers }),
    rejected: new Counter({ name: 'bellhop_rejected_total', help: 'Deliveries not accepted', labelNames: ['channel', 'reason'], registers }),
    duplicates: new Counter({ name: 'bellhop_duplicates_total', help: 'Deliveries that were known', labelNames: ['channel'], registers }),
    runSeconds: new Histogram({ name: 'bellhop_run_seconds', help: 'Handler run time', labelNames: ['command'], buckets: slow, registers }),
    replySeconds: new Histogram({ name: 'bellhop_reply_seconds', help: 'Accepted to delivered', labelNames: ['channel'], buckets: slow, registers }),
    deliveryFailures: new Counter({
      name: 'bellhop_delivery_failures_total',
      help: 'Sends that failed',
      labelNames: ['channel', 'reason'],
      registers,
    }),
    maybeSent: new Counter({
      name: 'bellhop_maybe_sent_total',
      help: 'Sends without an answer, sent again: they may be heard twice',
      labelNames: ['channel'],
      registers,
    }),
    checks: new Counter({ name: 'bellhop_checks_total', help: 'Looks at what is watched', labelNames: ['state'], registers }),
    checkSeconds: new Histogram({ name: 'bellhop_check_seconds', help: 'A look: how long it took', labelNames: ['kind'], buckets: slow, registers }),
    checkLateness: new Histogram({ name: 'bellhop_check_lateness_seconds', help: 'Looks: begun after their turn', buckets: fast, registers }),
    timerLateness: new Histogram({ name: 'bellhop_timer_lateness_seconds', help: 'Timers: fired after due', buckets: slow, registers }),
  };
}

/** Gauges of skills, as Prometheus reads them. */
export function measuresText(measures: readonly Measure[]): string {
  const escaped = (value: string) => value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
  const line = (name: string, { labels, value }: Measure['values'][number]) =>
    `${name}{${Object.entries(labels)
      .map(([label, of]) => `${label}="${escaped(of)}"`)
      .join(',')}} ${value}`;
  return measures
    .filter(({ values }) => values.length > 0)
    .flatMap(({ name, help, values }) => [`# HELP ${name} ${help}`, `# TYPE ${name} gauge`, ...values.map((one) => line(name, one)), ''])
    .join('\n');
}

export type Metrics = ReturnType<typeof openMetrics>;
