import { Annotations, type App, CfnOutput, Stack, Tags } from 'aws-cdk-lib';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { ChannelModule } from '../../../shared/channel/channel.ts';
import { prefixOf } from '../queues.ts';
import { makeAlarmTopic } from './alarm-topic.ts';
import { makeAlarms } from './alarms.ts';
import { everyMinute, makeClockwork } from './clockwork.ts';
import { slotsOf } from './concurrency.ts';
import { makeDashboard } from './dashboard.ts';
import { makeData } from './data.ts';
import { makeDoor, open } from './doors.ts';
import { type FunctionPart, partsOf } from './functions.ts';
import { makeMail } from './mail.ts';
import { makeFunction } from './make-function.ts';
import { makeQueues } from './make-queues.ts';
import type { Stage } from './stage.ts';
import { makeTexts } from './texts.ts';

/** All of a stage, as one stack, `bellhop-prod`. `codeOf`: the folder that has an entry file's code. `own`: people's own channels. */
export function bellhopStack(app: App, stage: Stage, codeOf: (entry: string) => string, own: readonly ChannelModule[] = []): Stack {
  const { account, region } = stage;
  const env = { ...(account === undefined ? {} : { account }), ...(region === undefined ? {} : { region }) };
  const stack = new Stack(app, prefixOf(stage.name), {
    env,
    description: `Bellhop, ${stage.name}`,
    terminationProtection: stage.keepData,
    analyticsReporting: false,
  });
  Tags.of(stack).add('app', 'bellhop');
  Tags.of(stack).add('stage', stage.name);

  const data = makeData(stack, stage);
  const queues = makeQueues(stack, stage);
  const clockwork = makeClockwork(stack, stage, queues);
  const door = makeDoor(stack, stage);
  makeMail(stack, stage, queues, data);
  makeTexts(stack, stage, queues, data);
  const parts = partsOf(stage, own);
  const slots = slotsOf(parts, stage.concurrency);
  const functions = new Map<FunctionPart, LambdaFunction>();
  for (const part of parts) {
    const made = makeFunction(stack, part, { stage, data, queues, clockwork, slots, codeOf, url: door.url });
    functions.set(part, made);
    open(stack, part, made, door, stage);
    if (part.trigger.kind === 'minute') everyMinute(stack, stage, part.name, made);
  }
  const topic = makeAlarmTopic(stack, stage, data.key);
  const watched = { stage, data, queues, functions, api: door.api };
  makeAlarms(stack, watched, topic);
  makeDashboard(stack, watched);
  if (stage.alarmEmail === undefined && stage.alarmUrl === undefined)
    Annotations.of(stack).addWarningV2('bellhop:nobody-hears', `Nobody hears of alarms: set alarmEmail of the stage ${stage.name} in cdk.json.`);

  const outputs = {
    TableName: data.table.tableName,
    BucketName: data.bucket.bucketName,
    SecretArn: data.secret.secretArn,
    AlarmsArn: topic.topicArn,
  };
  for (const [name, value] of Object.entries(outputs)) new CfnOutput(stack, name, { value });
  return stack;
}
