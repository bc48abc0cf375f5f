import { ArnFormat, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { type AnyQueueName, prefixOf } from '../queues.ts';
import type { Clockwork } from './clockwork.ts';
import type { Data } from './data.ts';
import { type FunctionPart, feedsOf, type May } from './functions.ts';
import { mailSetOf } from './mail.ts';
import { type Queues, queueOf } from './make-queues.ts';
import type { Stage } from './stage.ts';

/** What functions may touch, all of it. */
export interface Touchable {
  readonly stage: Stage;
  readonly data: Data;
  readonly queues: Queues;
  readonly clockwork: Clockwork;
  /** Where people and platforms reach the stage. */
  readonly url: string;
}

/** The statements of a function's role: each names what the function's part says it may touch, and no more. */
export function statementsOf(scope: Construct, part: FunctionPart, { stage, data, queues, clockwork }: Touchable): PolicyStatement[] {
  const { may } = part;
  const stack = Stack.of(scope);
  return [
    // X-Ray has no resource to name.
    allow('xray', ['PutTraceSegments', 'PutTelemetryRecords'], ['*']),
    ...onTable(may, data),
    ...onKey(may, data, stack),
    ...onQueues(part, queues),
    ...onBlobs(may, data),
    ...(may.secret ? [allow('secretsmanager', ['GetSecretValue'], [data.secret.secretArn])] : []),
    ...(may.invokes ? [allow('lambda', ['InvokeFunction'], functionArns(may.invokes, stage, stack))] : []),
    ...(may.timers ? onTimers(may.timers, clockwork) : []),
    ...(may.texts && stage.smsFrom ? [onNumbers(stack)] : []),
    ...(may.mail && stage.mailFrom ? [allow('ses', mailActions, [identityArn(stage.mailFrom, stack), setArn(stage, stack)])] : []),
  ];
}

function allow(service: string, actions: readonly string[], resources: string[], conditions: Record<string, unknown> = {}): PolicyStatement {
  return new PolicyStatement({ actions: actions.map((action) => `${service}:${action}`), resources, conditions });
}

const itemActions = { get: 'GetItem', batchGet: 'BatchGetItem', put: 'PutItem', update: 'UpdateItem', delete: 'DeleteItem' } as const;

function onTable({ items, indexes = [] }: May, { table }: Data): PolicyStatement[] {
  const actions = items.map((item) => itemActions[item]);
  const asked = indexes.map(({ name }) => `${table.tableArn}/index/${name}`);
  return [allow('dynamodb', actions, [table.tableArn]), ...(asked.length > 0 ? [allow('dynamodb', ['Query'], asked)] : [])];
}

/** DynamoDB, S3 and Secrets Manager ask the key in the name of whoever asks them. */
const keyActions = ['Encrypt', 'Decrypt', 'ReEncryptFrom', 'ReEncryptTo', 'GenerateDataKey', 'GenerateDataKeyWithoutPlaintext', 'DescribeKey'];

function onKey({ blobs, secret, seals }: May, { key }: Data, { region, urlSuffix }: Stack): PolicyStatement[] {
  const services = ['dynamodb', ...(blobs ? ['s3'] : []), ...(secret ? ['secretsmanager'] : [])];
  const by = { StringEquals: { 'kms:ViaService': services.map((service) => `${service}.${region}.${urlSuffix}`) } };
  return [allow('kms', keyActions, [key.keyArn], by), ...(seals ? [allow('kms', ['Decrypt', 'GenerateDataKey'], [key.keyArn])] : [])];
}

function onQueues(part: FunctionPart, queues: Queues): PolicyStatement[] {
  const { sendsTo = [], measures = [] } = part.may;
  const on = (actions: readonly string[], names: readonly AnyQueueName[]) => {
    const arns = names.map((name) => queueOf(queues, name).queueArn);
    return arns.length > 0 ? [allow('sqs', actions, arns)] : [];
  };
  const takesFrom = feedsOf(part).map(({ queue }) => queue);
  return [
    ...on(['ReceiveMessage', 'DeleteMessage', 'ChangeMessageVisibility', 'GetQueueAttributes'], takesFrom),
    ...on(['SendMessage'], sendsTo),
    ...on(['GetQueueAttributes'], measures),
  ];
}

const blobActions = {
  read: ['GetObject'],
  // PutObject covers the parts of a large one; tags say when it ends.
  write: ['PutObject', 'PutObjectTagging', 'AbortMultipartUpload'],
  delete: ['DeleteObject'],
} as const;

function onBlobs({ blobs = [] }: May, { bucket }: Data): PolicyStatement[] {
  const actions = blobs.flatMap((one) => blobActions[one]);
  return [
    ...(actions.length > 0 ? [allow('s3', actions, [bucket.arnForObjects('*')])] : []),
    // Without it S3 answers 403 for an object that isn't there, and not 404.
    ...(blobs.includes('read') ? [allow('s3', ['ListBucket'], [bucket.bucketArn])] : []),
  ];
}

function onTimers(timers: NonNullable<May['timers']>, { role, scheduleArns, groupArns }: Clockwork): PolicyStatement[] {
  return [
    allow('scheduler', ['CreateSchedule', 'DeleteSchedule', ...(timers === 'reconcile' ? ['GetSchedule'] : [])], scheduleArns),
    allow('scheduler', ['CreateScheduleGroup'], [groupArns]),
    allow('iam', ['PassRole'], [role.roleArn], { StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' } }),
    // Whatever group is asked for, the Scheduler asks whether all may be listed.
    ...(timers === 'reconcile' ? [allow('scheduler', ['ListSchedules'], ['*'])] : []),
  ];
}

/** Numbers have no name to be granted by: what has one, a topic or an app's endpoint, is left out. */
const onNumbers = ({ partition }: Stack) => new PolicyStatement({ actions: ['sns:Publish'], notResources: [`arn:${partition}:sns:*:*:*`] });

/** A whole message, MIME and all, is sent by SendEmail too; which of the two SES asks for is not plain. */
const mailActions = ['SendEmail', 'SendRawEmail'];

function identityArn(from: string, stack: Stack): string {
  return stack.formatArn({ service: 'ses', resource: 'identity', resourceName: from });
}

/** Who sends by a configuration set must be allowed to use that too. */
function setArn(stage: Stage, stack: Stack): string {
  return stack.formatArn({ service: 'ses', resource: 'configuration-set', resourceName: mailSetOf(stage) });
}

/** By name: the functions that invoke others are made before them. */
function functionArns(names: readonly string[], { name: stage }: Stage, stack: Stack): string[] {
  const named = { service: 'lambda', resource: 'function', arnFormat: ArnFormat.COLON_RESOURCE_NAME };
  return names.map((name) => stack.formatArn({ ...named, resourceName: `${prefixOf(stage)}-${name}` }));
}
