import { randomBytes } from 'node:crypto';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { CreateScheduleGroupCommand } from '@aws-sdk/client-scheduler';
import { CreateSecretCommand } from '@aws-sdk/client-secrets-manager';
import { CreateQueueCommand } from '@aws-sdk/client-sqs';
import { metricsNamespace } from '../../infra/aws/environment.ts';
import { type AnyQueueName, deadQueue, mailQueue, prefixOf, queueNames, textQueue } from '../../infra/aws/queues.ts';
import type { Env } from '../../shared/channel/channel.ts';
import type { Aws } from './aws.ts';
import { access } from './listening.ts';

/** A stage's table, queues, bucket and secret, on what stands in for AWS; nothing takes from the queues. */
export interface StageParts {
  /** What any function of it is told: each takes what it needs. */
  readonly env: Readonly<Record<string, string>>;
  readonly secretId: string;
  queueUrl(name: AnyQueueName): string;
  queueArn(name: AnyQueueName): string;
}

/** Makes one of its own. `secret`: what stands in its secret beside the key. */
export async function makeStageParts({ dynamodb, fauxqs, kms, secretsManager, scheduler, ses }: Aws, secret: Env): Promise<StageParts> {
  const stage = `t${randomBytes(4).toString('hex')}`;
  const prefix = prefixOf(stage);
  const queueUrl = (name: string) => `${fauxqs.endpoint}/000000000000/${prefix}-${name}`;
  const queueArn = (name: string) => `arn:aws:sqs:${access.region}:000000000000:${prefix}-${name}`;
  const SecretString = JSON.stringify({ BELLHOP_KEY: Buffer.alloc(32, 7).toString('base64'), ...secret });
  const [table, made] = await Promise.all([
    dynamodb.table(),
    secretsManager.client.send(new CreateSecretCommand({ Name: prefix, SecretString })),
    fauxqs.s3.send(new CreateBucketCommand({ Bucket: prefix })),
    scheduler.client.send(new CreateScheduleGroupCommand({ Name: prefix })),
    ...[...queueNames, deadQueue, mailQueue, textQueue].map((name) => fauxqs.sqs.send(new CreateQueueCommand({ QueueName: `${prefix}-${name}` }))),
  ]);
  return {
    queueUrl,
    queueArn,
    secretId: prefix,
    env: {
      AWS_REGION: access.region,
      AWS_ACCESS_KEY_ID: access.credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: access.credentials.secretAccessKey,
      AWS_ENDPOINT_URL_DYNAMODB: dynamodb.endpoint,
      AWS_ENDPOINT_URL_SQS: fauxqs.endpoint,
      AWS_ENDPOINT_URL_S3: fauxqs.endpoint,
      AWS_ENDPOINT_URL_SCHEDULER: scheduler.endpoint,
      AWS_ENDPOINT_URL_SECRETS_MANAGER: secretsManager.endpoint,
      AWS_ENDPOINT_URL_KMS: kms.endpoint,
      AWS_ENDPOINT_URL_SESV2: ses.endpoint,
      BELLHOP_STAGE: stage,
      POWERTOOLS_SERVICE_NAME: prefix,
      POWERTOOLS_METRICS_NAMESPACE: metricsNamespace,
      BELLHOP_TABLE: table,
      BELLHOP_URL: 'https://bellhop.example',
      BELLHOP_QUEUES: queueUrl(''),
      BELLHOP_QUEUE_ARNS: queueArn(''),
      BELLHOP_BUCKET: prefix,
      BELLHOP_FUNCTIONS: `${prefix}-`,
      BELLHOP_SCHEDULES: prefix,
      BELLHOP_SCHEDULER_ROLE: 'arn:aws:iam::000000000000:role/timers',
      BELLHOP_SECRET: made.ARN ?? '',
      BELLHOP_KMS_KEY: await kms.key(),
    },
  };
}
