import { Duration } from 'aws-cdk-lib';
import { Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { metricsNamespace } from '../environment.ts';
import { prefixOf } from '../queues.ts';
import type { Stage } from './stage.ts';

export const minutes = (count: number) => Duration.minutes(count);

/** A metric of the program's own, by its name of /metrics. */
export function ownMetric(stage: Stage, metricName: string, statistic: string, dimensions: Readonly<Record<string, string>> = {}): Metric {
  return new Metric({
    namespace: metricsNamespace,
    metricName,
    dimensionsMap: { service: prefixOf(stage.name), ...dimensions },
    statistic,
    period: minutes(5),
  });
}

/** How late timers fire, s. */
export const latenessMetric = (stage: Stage) => ownMetric(stage, 'bellhop_timer_lateness_seconds', Stats.p(99));
