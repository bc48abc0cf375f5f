import type { Env } from '../../../shared/channel/channel.ts';
import type { Clock } from '../../../shared/clock.ts';
import type { Mail } from '../../../shared/mail/mail.ts';
import { sesMail } from '../../../shared/mail/ses/mail.ts';
import { noMail } from '../../core/no-mail.ts';
import { awsSettings } from '../environment.ts';
import { sesClient } from './clients.ts';

/** Mail by SES, of a stage that has `mailFrom`: from a function that may send. */
export function openMail(env: Env, clock: Clock): Mail {
  const { MAIL_FROM: from, AWS_REGION: region = '', [awsSettings.mailSet.name]: configurationSet } = env;
  if (from === undefined) return noMail('Set mailFrom of the stage in cdk.json and deploy; handlers alone send mail.');
  return sesMail({ ses: sesClient(), from, region, clock, ...(configurationSet === undefined ? {} : { configurationSet }) });
}
