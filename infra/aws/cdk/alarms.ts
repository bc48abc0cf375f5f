import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { Alarm, ComparisonOperator, type IMetric, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { type Priority, priorities } from '../../../shared/command/command.ts';
import {
  type AnyQueueName,
  deliverQueues,
  handlerGroups,
  lostTextsQueue,
  mailQueue,
  prefixOf,
  type QueueName,
  runQueue,
  textQueue,
} from '../queues.ts';
import type { Data } from './data.ts';
import { type FunctionPart, pagesPart } from './functions.ts';
import { type Queues, queueOf } from './make-queues.ts';
import { latenessMetric, minutes } from './metrics.ts';
import { consumerOf } from './queue-rules.ts';
import type { Stage } from './stage.ts';

/** What is watched. */
export interface Watched {
  readonly stage: Stage;
  readonly data: Data;
  readonly queues: Queues;
  readonly functions: ReadonlyMap<FunctionPart, LambdaFunction>;
  readonly api: HttpApi;
}

/** How long the oldest command of a priority may wait for its run, s. */
const waitsMaxS: Readonly<Record<Priority, number>> = { alert: 60, interactive: 120, report: 1_800 };
/** The same for a reply and for a timer. Their queues also hold what was put off, by 15 minutes at most (SQS). */
const othersMaxS = { deliver: 900 + 120, clock: 900 + 60 } as const satisfies Partial<Record<QueueName, number>>;
/** What came back of mail may wait longer than anyone: but SES counts what is sent on to who complained. */
const mailMaxS = 900;
/** Timers are right to about a second. */
const latenessMaxS = 5;

/** The alarms of a stage. Each tells when it begins and when it is over. */
export function makeAlarms(scope: Construct, watched: Watched, topic: ITopic): void {
  const { stage, data, queues, functions, api } = watched;
  const sum = { statistic: Stats.SUM, period: minutes(5) };
  const most = { statistic: Stats.MAXIMUM, period: minutes(1) };
  const tell = new SnsAction(topic);
  const alarm = (name: string, says: string, metric: IMetric, { above = 0, periods = 1 }): void => {
    const made = new Alarm(scope, `Alarm-${name}`, {
      alarmName: `${prefixOf(stage.name)}-${name}`,
      alarmDescription: says,
      metric,
      threshold: above,
      evaluationPeriods: periods,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    made.addAlarmAction(tell);
    made.addOkAction(tell);
  };
  // What a function has in its hands counts as waiting until it is done.
  const age = (name: AnyQueueName, waitsS: number, says: string) =>
    alarm(`old-${name}`, says, queueOf(queues, name).metricApproximateAgeOfOldestMessage(most), {
      above: waitsS + consumerOf(name).timeoutS,
      periods: 3,
    });

  for (const group of handlerGroups) {
    for (const priority of priorities)
      age(runQueue(group, priority), waitsMaxS[priority], `A command of priority ${priority} waits for longer than it should.`);
  }
  for (const name of deliverQueues) age(name, othersMaxS.deliver, 'Replies wait for longer than they should.');
  age('clock', othersMaxS.clock, 'Timers are not fired.');
  if (queues[mailQueue]) age(mailQueue, mailMaxS, 'Bounces and complaints are not kept: mail goes on to who gets or wants none.');
  if (queues[textQueue]) age(textQueue, waitsMaxS.interactive, 'Short messages are not taken.');
  const lost = queues[lostTextsQueue];
  if (lost)
    alarm('lost-texts', 'Short messages that no function could take: look into the queue.', lost.metricApproximateNumberOfMessagesVisible(most), {});
  alarm('dead-letters', 'What no function could take: see `bellhop dead list`.', queues.dead.metricApproximateNumberOfMessagesVisible(most), {});
  alarm('late-timers', `Timers fire more than ${latenessMaxS} s late.`, latenessMetric(stage), { above: latenessMaxS });
  alarm('api-5xx', 'Platforms got errors of ours; most will try again.', api.metricServerError(sum), {});
  for (const [operation, metric] of Object.entries({ read: 'ReadThrottleEvents', write: 'WriteThrottleEvents' }))
    alarm(`table-${operation}-throttled`, 'The table takes less than is asked of it.', data.table.metric(metric, sum), {});
  for (const [part, made] of functions) {
    // What only the HTTP API calls tells of its errors there: each is a 5xx.
    if (part.trigger.kind !== 'http' || part.trigger.skill) alarm(`${part.name}-errors`, 'It threw, or took too long.', made.metricErrors(sum), {});
    // What only queues feed has as many runs as they may take at once.
    // Of a page for people the API's own 5xx tell, and they try again. What a function has run waits a minute for a free one; what was late is told by the next.
    if (part.slots > 1 && part !== pagesPart && part.trigger.kind !== 'functions')
      alarm(`${part.name}-throttled`, 'All its runs were taken: raise the concurrency of the stage.', made.metricThrottles(sum), {});
  }
}
