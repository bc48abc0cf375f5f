import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { awsSettings, metricsNamespace } from '../environment.ts';
import { prefixOf } from '../queues.ts';
import type { FunctionPart } from './functions.ts';
import type { Touchable } from './grants.ts';

/** A function's variables: where all is that it may touch. No secret is among them. */
export function environmentOf(scope: Construct, { may }: FunctionPart, { stage, data, clockwork, url }: Touchable): Record<string, string> {
  const { account, region, partition, urlSuffix } = Stack.of(scope);
  const prefix = prefixOf(stage.name);
  const some = (is: unknown, name: string, value: string) => (is ? { [name]: value } : {});
  return {
    [awsSettings.stage.name]: stage.name,
    [awsSettings.table.name]: data.table.tableName,
    BELLHOP_URL: url,
    POWERTOOLS_SERVICE_NAME: prefix,
    POWERTOOLS_METRICS_NAMESPACE: metricsNamespace,
    ...some(may.sendsTo ?? may.measures, awsSettings.queues.name, `https://sqs.${region}.${urlSuffix}/${account}/${prefix}-`),
    ...some(may.blobs, awsSettings.bucket.name, data.bucket.bucketName),
    ...some(may.invokes, awsSettings.functions.name, `${prefix}-`),
    ...some(may.timers, awsSettings.queueArns.name, `arn:${partition}:sqs:${region}:${account}:${prefix}-`),
    ...some(may.timers, awsSettings.schedules.name, clockwork.group.ref),
    ...some(may.timers, awsSettings.schedulerRole.name, clockwork.role.roleArn),
    ...some(may.secret, awsSettings.secret.name, data.secret.secretArn),
    ...some(may.seals, awsSettings.key.name, data.key.keyArn),
    ...some(may.mail && stage.mailFrom, 'MAIL_FROM', stage.mailFrom ?? ''),
    ...some(may.secret && stage.alexaSkillId, 'ALEXA_SKILL_ID', stage.alexaSkillId ?? ''),
  };
}
