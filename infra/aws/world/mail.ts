import type { Env } from '../../../shared/channel/channel.ts';
import type { Clock } from '../../../shared/clock.ts';
import type { Mail } from '../../../shared/mail/mail.ts';
import { noMail } from '../../core/no-mail.ts';
import { awsSettings } from '../environment.ts';

/** Mail by SES, of a stage that has `mailFrom`: from a function that may send. */
export function openMail(env: Env, clock: Clock): Mail {
  const { MAIL_FROM: from, AWS_REGION: region = '', [awsSettings.mailSet.name]: configurationSet } = env;
  if (from === undefined) return noMail('Set mailFrom of the stage in cdk.json and deploy; what runs and what delivers alone send mail.');
  // Loaded with the first message: most functions that may send do not.
  let opening: Promise<Mail> | undefined;
  const open = async () => {
    const [{ sesMail }, { sesClient }] = await Promise.all([import('../../../shared/mail/ses/mail.ts'), import('./clients.ts')]);
    return sesMail({ ses: sesClient(), from, region, clock, ...(configurationSet === undefined ? {} : { configurationSet }) });
  };
  return {
    async send(email, how) {
      opening ??= open();
      return (await opening).send(email, how);
    },
  };
}
