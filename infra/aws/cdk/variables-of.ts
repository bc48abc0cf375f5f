import { awsSettings, metricsNamespace } from '../environment.ts';
import { prefixOf } from '../queues.ts';
import type { FunctionPart } from './functions.ts';

/** Where all the parts of a stage are. */
export interface Places {
  readonly stage: string;
  readonly url: string;
  readonly table: string;
  /** What the addresses of the queues begin with, and their ARNs. */
  readonly queues: string;
  readonly queueArns: string;
  readonly bucket: string;
  readonly schedules: string;
  readonly schedulerRole: string;
  readonly secret: string;
  readonly key: string;
  readonly mailFrom?: string | undefined;
  readonly smsFrom?: string | undefined;
  readonly mailSet?: string | undefined;
  readonly alexaSkillId?: string | undefined;
}

/** A function's variables: where all is that it may touch. No secret is among them. */
export function variablesOf({ may }: FunctionPart, places: Places): Record<string, string> {
  const some = (is: unknown, name: string, value: string | undefined) => (is && value ? { [name]: value } : {});
  return {
    [awsSettings.stage.name]: places.stage,
    [awsSettings.table.name]: places.table,
    BELLHOP_URL: places.url,
    POWERTOOLS_SERVICE_NAME: prefixOf(places.stage),
    POWERTOOLS_METRICS_NAMESPACE: metricsNamespace,
    ...some(may.sendsTo ?? may.measures, awsSettings.queues.name, places.queues),
    ...some(may.blobs, awsSettings.bucket.name, places.bucket),
    ...some(may.invokes, awsSettings.functions.name, `${prefixOf(places.stage)}-`),
    ...some(may.timers, awsSettings.queueArns.name, places.queueArns),
    ...some(may.timers, awsSettings.schedules.name, places.schedules),
    ...some(may.timers, awsSettings.schedulerRole.name, places.schedulerRole),
    ...some(may.secret, awsSettings.secret.name, places.secret),
    ...some(may.seals, awsSettings.key.name, places.key),
    ...some(may.texts, awsSettings.smsFrom.name, places.smsFrom),
    ...some(may.mail, 'MAIL_FROM', places.mailFrom),
    ...some(may.mail && places.mailFrom, awsSettings.mailSet.name, places.mailSet),
    ...some(may.secret, 'ALEXA_SKILL_ID', places.alexaSkillId),
  };
}
