import { Dashboard, GraphWidget, type IMetric, Stats, TextWidget } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { priorities } from '../../../shared/command/command.ts';
import { deliverQueues, handlerGroups, prefixOf, runQueue } from '../queues.ts';
import type { Watched } from './alarms.ts';
import { latenessMetric, minutes } from './metrics.ts';

/** One page that says whether the stage is well: from what people notice at the top down to what may be the cause. */
export function makeDashboard(scope: Construct, { stage, data, queues, functions, api }: Watched): Dashboard {
  const period = minutes(5);
  const sum = { statistic: Stats.SUM, period };
  const most = { statistic: Stats.MAXIMUM, period };
  const graph = (title: string, left: IMetric[], right: IMetric[] = []) => new GraphWidget({ title, left, right, width: 12, height: 6 });
  const each = (metric: 'metricErrors' | 'metricThrottles' | 'metricInvocations' | 'metricDuration', options: { statistic: string }) =>
    [...functions].map(([{ name }, made]) => made[metric]({ ...options, period, label: name }));
  const runs = handlerGroups.flatMap((group) => priorities.map((priority) => runQueue(group, priority)));
  const dashboard = new Dashboard(scope, 'Dashboard', { dashboardName: prefixOf(stage.name) });
  dashboard.addWidgets(
    new TextWidget({ markdown: `# Bellhop, ${stage.name}\nWhat waits, what fails, how late; then the parts.`, width: 24, height: 2 }),
    graph(
      'Oldest command that waits, s',
      runs.map((name) => queues[name].metricApproximateAgeOfOldestMessage({ ...most, label: name })),
    ),
    graph(
      'Oldest reply and timer, s',
      ([...deliverQueues, 'clock'] as const).map((name) => queues[name].metricApproximateAgeOfOldestMessage({ ...most, label: name })),
      [queues.dead.metricApproximateNumberOfMessagesVisible({ ...most, label: 'dead letters' })],
    ),
    graph('Lateness of timers, p99, s', [latenessMetric(stage)]),
    graph(
      'Requests',
      [api.metricCount({ ...sum, label: 'requests' })],
      [api.metricServerError({ ...sum, label: '5xx' }), api.metricClientError({ ...sum, label: '4xx' })],
    ),
    graph('Runs of functions', each('metricInvocations', { statistic: Stats.SUM })),
    graph('Duration, p99, ms', each('metricDuration', { statistic: Stats.p(99) })),
    graph('Errors and throttles', each('metricErrors', { statistic: Stats.SUM }), each('metricThrottles', { statistic: Stats.SUM })),
    graph(
      'Table',
      [
        data.table.metricConsumedReadCapacityUnits({ ...sum, label: 'reads' }),
        data.table.metricConsumedWriteCapacityUnits({ ...sum, label: 'writes' }),
      ],
      [
        data.table.metric('ReadThrottleEvents', { ...sum, label: 'reads throttled' }),
        data.table.metric('WriteThrottleEvents', { ...sum, label: 'writes throttled' }),
      ],
    ),
  );
  return dashboard;
}
