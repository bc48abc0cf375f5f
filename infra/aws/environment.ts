import type { Setting } from '../../shared/channel/channel.ts';

/** Variables that the stack sets for its functions, to each only those of what it may touch. All else (tokens, BELLHOP_KEY) is in the secret, as one JSON object of the same names. */
export const awsSettings = {
  stage: { name: 'BELLHOP_STAGE', meaning: 'the stage: prod' },
  table: { name: 'BELLHOP_TABLE', meaning: 'name of the table' },
  queues: { name: 'BELLHOP_QUEUES', meaning: 'what the addresses of the queues begin with; a name of infra/aws/queues.ts makes one whole' },
  queueArns: { name: 'BELLHOP_QUEUE_ARNS', meaning: 'what the ARNs of the queues begin with; the Scheduler wants those' },
  bucket: { name: 'BELLHOP_BUCKET', meaning: 'name of the bucket for blobs' },
  functions: { name: 'BELLHOP_FUNCTIONS', meaning: 'what the names of the functions begin with: bellhop-prod-' },
  schedules: { name: 'BELLHOP_SCHEDULES', meaning: 'group of the schedules in EventBridge Scheduler' },
  schedulerRole: { name: 'BELLHOP_SCHEDULER_ROLE', meaning: 'ARN of the role by which the Scheduler sends to the clock queue' },
  secret: { name: 'BELLHOP_SECRET', meaning: 'ARN of the secret' },
  key: { name: 'BELLHOP_KMS_KEY', meaning: "ARN of the key that tenants' secrets are sealed by" },
  smsFrom: { name: 'BELLHOP_SMS_FROM', meaning: 'the number of the account that short messages are sent from, by SNS' },
  mailSet: { name: 'BELLHOP_MAIL_SET', meaning: 'configuration set of SES, by which bounces and complaints come back' },
} as const satisfies Readonly<Record<string, Setting>>;

/** CloudWatch's namespace of the metrics, whose names are those of /metrics; each has the one dimension `service`, which is BELLHOP_STAGE's prefix (`bellhop-prod`). */
export const metricsNamespace = 'Bellhop';
