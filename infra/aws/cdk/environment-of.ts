import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { prefixOf } from '../queues.ts';
import type { FunctionPart } from './functions.ts';
import type { Touchable } from './grants.ts';
import { mailSetOf } from './mail.ts';
import type { Stage } from './stage.ts';
import { variablesOf } from './variables-of.ts';

/** A function's variables, of the stack's own parts. */
export function environmentOf(scope: Construct, part: FunctionPart, { stage, data, clockwork, url }: Touchable): Record<string, string> {
  const { account, region, partition, urlSuffix } = Stack.of(scope);
  const prefix = prefixOf(stage.name);
  return variablesOf(part, {
    stage: stage.name,
    url,
    table: data.table.tableName,
    queues: `https://sqs.${region}.${urlSuffix}/${account}/${prefix}-`,
    queueArns: `arn:${partition}:sqs:${region}:${account}:${prefix}-`,
    bucket: data.bucket.bucketName,
    schedules: clockwork.group.ref,
    schedulerRole: clockwork.role.roleArn,
    secret: data.secret.secretArn,
    key: data.key.keyArn,
    mailFrom: senderOf(stage),
    mailSet: mailSetOf(stage),
    smsFrom: stage.smsFrom,
    alexaSkillId: stage.alexaSkillId,
  });
}

/** An address: of a domain, `bellhop` at it. */
const senderOf = ({ mailFrom }: Stage) => (mailFrom === undefined || mailFrom.includes('@') ? mailFrom : `Bellhop <bellhop@${mailFrom}>`);
