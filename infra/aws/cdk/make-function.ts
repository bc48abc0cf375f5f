import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  ApplicationLogLevel,
  Architecture,
  CfnEventSourceMapping,
  Code,
  Function as LambdaFunction,
  LoggingFormat,
  RecursiveLoop,
  Runtime,
  SystemLogLevel,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { prefixOf } from '../queues.ts';
import { acknowledge } from './acknowledge.ts';
import type { Slots } from './concurrency.ts';
import { blobsId } from './data.ts';
import { environmentOf } from './environment-of.ts';
import { type FunctionPart, feedsOf } from './functions.ts';
import { statementsOf, type Touchable } from './grants.ts';
import { queueOf } from './make-queues.ts';

export interface Making extends Touchable {
  readonly slots: Slots;
  /** The folder that has an entry file's code, ready to run. */
  codeOf(entry: string): string;
}

/** One function: its log, its role, its code in one file, and the queues that feed it. */
export function makeFunction(scope: Construct, part: FunctionPart, making: Making): LambdaFunction {
  const { stage, slots } = making;
  const functionName = `${prefixOf(stage.name)}-${part.name}`;
  const logGroup = new LogGroup(scope, `Log-${part.name}`, {
    logGroupName: `/bellhop/${stage.name}/${part.name}`,
    retention: stage.logDays satisfies RetentionDays,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const role = makeRole(scope, part, making, logGroup);
  const reserved = slots.reserved.get(part);
  const made = new LambdaFunction(scope, `Function-${part.name}`, {
    functionName,
    description: part.does,
    code: Code.fromAsset(making.codeOf(part.entry)),
    handler: 'index.handler',
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    memorySize: part.memoryMb,
    timeout: Duration.seconds(part.timeoutS),
    ...(reserved === undefined ? {} : { reservedConcurrentExecutions: reserved }),
    environment: environmentOf(scope, part, making),
    role: role.withoutPolicyUpdates(),
    logGroup,
    loggingFormat: LoggingFormat.JSON,
    applicationLogLevelV2: ApplicationLogLevel.INFO,
    // Lambda's own lines about each start and end would cost more than ours.
    systemLogLevelV2: SystemLogLevel.WARN,
    tracing: Tracing.ACTIVE,
    // A retry is a message that a function sends to its own queue. Each has its end in the record; Lambda would end it at the sixteenth.
    recursiveLoop: part.may.sendsTo ? RecursiveLoop.ALLOW : RecursiveLoop.TERMINATE,
    // Invoked without waiting, by voice, by the clock or by the sweeper: what fails so, the sweeper finds.
    ...(part.group || part.trigger.kind === 'minute' || part.trigger.kind === 'functions'
      ? { retryAttempts: 0, maxEventAge: Duration.minutes(1) }
      : {}),
  });
  for (const feed of feedsOf(part)) {
    const maximum = slots.maximum.get(feed);
    new CfnEventSourceMapping(scope, `Feed-${feed.queue}`, {
      eventSourceArn: queueOf(making.queues, feed.queue).queueArn,
      functionName: made.functionName,
      batchSize: feed.batch,
      functionResponseTypes: ['ReportBatchItemFailures'],
      ...(maximum === undefined ? {} : { scalingConfig: { maximumConcurrency: maximum } }),
    });
  }
  return made;
}

function makeRole(scope: Construct, part: FunctionPart, making: Making, log: LogGroup): Role {
  const writeLog = new PolicyStatement({ actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [log.logGroupArn] });
  const role = new Role(scope, `Role-${part.name}`, {
    assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    description: `${prefixOf(making.stage.name)}: ${part.does}`,
    inlinePolicies: { may: new PolicyDocument({ statements: [writeLog, ...statementsOf(scope, part, making)] }) },
  });
  acknowledge(role, 'AwsSolutions-IAM5[Resource::*]', 'X-Ray has no resource that could be named, and the Scheduler lists by none.');
  if (part.may.blobs)
    acknowledge(role, `AwsSolutions-IAM5[Resource::<${blobsId}.Arn>/*]`, 'Objects are named while it runs; the bucket is ours alone.');
  if (part.may.timers) {
    const { account = '<AWS::AccountId>', region = '<AWS::Region>', name } = making.stage;
    for (const named of ['schedule/NAME/*', 'schedule/NAME-*/*', 'schedule-group/NAME-*']) {
      const arn = `arn:<AWS::Partition>:scheduler:${region}:${account}:${named.replace('NAME', prefixOf(name))}`;
      acknowledge(
        role,
        `AwsSolutions-IAM5[Resource::${arn}]`,
        'Schedules and the groups of tenants are named while it runs; the groups are ours alone.',
      );
    }
  }
  return role;
}
