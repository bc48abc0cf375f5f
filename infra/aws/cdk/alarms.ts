import { Duration, Stack } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { CfnBudget } from 'aws-cdk-lib/aws-budgets';
import { Alarm, ComparisonOperator, type IMetric, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription, UrlSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import { type Priority, priorities } from '../../../shared/command/command.ts';
import { handlerGroups, prefixOf, type QueueName, runQueue } from '../queues.ts';
import type { Data } from './data.ts';
import { consumerOf, type Queues } from './make-queues.ts';
import { latenessMetric, minutes } from './metrics.ts';
import type { Stage } from './stage.ts';

/** What is watched. */
export interface Watched {
  readonly stage: Stage;
  readonly data: Data;
  readonly queues: Queues;
  readonly functions: ReadonlyMap<string, LambdaFunction>;
  readonly api: HttpApi;
}

/** How long the oldest command of a priority may wait for its run, s. */
const waitsMaxS: Readonly<Record<Priority, number>> = { alert: 60, interactive: 120, report: 1_800 };
/** The same for what waits for its delivery, and for a timer whose message has come. Both queues also hold what was put off, by 15 minutes at most (SQS). */
const othersMaxS = { deliver: 900 + 120, clock: 900 + 60 } as const satisfies Partial<Record<QueueName, number>>;
/** Timers are right to about a second. */
const latenessMaxS = 5;
const budgetMail = 80;

/** The alarms of a stage, and the topic that tells of them: by mail, which needs nothing of Bellhop, and to an address. */
export function makeAlarms(scope: Construct, watched: Watched): Topic {
  const { stage, data, queues, functions, api } = watched;
  const topic = makeTopic(scope, watched);
  const tell = new SnsAction(topic);
  const alarm = (name: string, says: string, metric: IMetric, threshold: number, periods = 1): void => {
    const made = new Alarm(scope, `Alarm-${name}`, {
      alarmName: `${prefixOf(stage.name)}-${name}`,
      alarmDescription: says,
      metric,
      threshold,
      evaluationPeriods: periods,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    made.addAlarmAction(tell);
    made.addOkAction(tell);
  };
  const age = (name: QueueName, waitsS: number, says: string) =>
    // What a function has in its hands counts as waiting until it is done.
    alarm(
      `old-${name}`,
      says,
      queues[name].metricApproximateAgeOfOldestMessage({ statistic: Stats.MAXIMUM, period: Duration.minutes(1) }),
      waitsS + consumerOf(name).timeoutS,
      3,
    );

  for (const group of handlerGroups)
    for (const priority of priorities)
      age(runQueue(group, priority), waitsMaxS[priority], `A command of priority ${priority} waits for longer than it should.`);
  age('deliver', othersMaxS.deliver, 'Replies wait for longer than they should.');
  age('clock', othersMaxS.clock, 'Timers are not fired.');
  alarm(
    'dead-letters',
    'A message no function could take: `bellhop dead list`.',
    queues.dead.metricApproximateNumberOfMessagesVisible({ statistic: Stats.MAXIMUM, period: minutes(5) }),
    0,
  );
  alarm('late-timers', `A timer fired more than ${latenessMaxS} s late.`, latenessMetric(stage), latenessMaxS);
  alarm('api-5xx', 'Platforms got errors of ours; most will try again.', api.metricServerError({ statistic: Stats.SUM, period: minutes(5) }), 0);
  for (const [operation, metric] of Object.entries({ read: 'ReadThrottleEvents', write: 'WriteThrottleEvents' }))
    alarm(
      `table-${operation}-throttled`,
      'The table takes less than is asked of it.',
      data.table.metric(metric, { statistic: Stats.SUM, period: minutes(5) }),
      0,
    );
  for (const [name, made] of functions) {
    alarm(`${name}-errors`, 'It threw, or took too long.', made.metricErrors({ statistic: Stats.SUM, period: minutes(5) }), 0);
    alarm(
      `${name}-throttled`,
      'It had no run left: raise its slots, or the account’s concurrency.',
      made.metricThrottles({ statistic: Stats.SUM, period: minutes(5) }),
      0,
    );
  }
  makeBudget(scope, stage, topic);
  return topic;
}

function makeTopic(scope: Construct, { stage, data }: Watched): Topic {
  const topic = new Topic(scope, 'Alarms', {
    topicName: `${prefixOf(stage.name)}-alarms`,
    displayName: `Bellhop ${stage.name}`,
    masterKey: data.key,
    enforceSSL: true,
  });
  if (stage.alarmEmail) topic.addSubscription(new EmailSubscription(stage.alarmEmail));
  if (stage.alarmUrl) topic.addSubscription(new UrlSubscription(stage.alarmUrl));
  for (const service of ['cloudwatch', 'budgets']) {
    const principal = new ServicePrincipal(`${service}.amazonaws.com`, {
      conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } },
    });
    topic.grantPublish(principal);
  }
  return topic;
}

/** Told when most of a month's money is spent, and when all of it will be. */
function makeBudget(scope: Construct, { name, budgetUsd, alarmEmail }: Stage, topic: Topic): void {
  const subscribers = [
    { subscriptionType: 'SNS', address: topic.topicArn },
    ...(alarmEmail ? [{ subscriptionType: 'EMAIL', address: alarmEmail }] : []),
  ];
  const notify = (notificationType: 'ACTUAL' | 'FORECASTED', threshold: number) => ({
    notification: { notificationType, threshold, thresholdType: 'PERCENTAGE', comparisonOperator: 'GREATER_THAN' },
    subscribers,
  });
  new CfnBudget(scope, 'Budget', {
    budget: { budgetName: prefixOf(name), budgetType: 'COST', timeUnit: 'MONTHLY', budgetLimit: { amount: budgetUsd, unit: 'USD' } },
    notificationsWithSubscribers: [notify('ACTUAL', budgetMail), notify('FORECASTED', 100)],
  });
}
