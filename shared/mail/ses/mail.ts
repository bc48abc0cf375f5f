import { type SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import type { Clock } from '../../clock.ts';
import { withDeadline } from '../../deadline.ts';
import { compose } from '../compose.ts';
import type { Mail } from '../mail.ts';
import { failureOf } from './failure.ts';
import { idOf } from './id.ts';

export interface SesMailOptions {
  /** One that tries once: SES knows no message for one it has sent before, so that the client's own second try may send it twice, and nobody hears of it. */
  readonly ses: Pick<SESv2Client, 'send'>;
  /** `Bellhop <bot@example.com>`: of an address or a domain that SES has verified. */
  readonly from: string;
  readonly region: string;
  /** The configuration set by which bounces and complaints come back. */
  readonly configurationSet?: string;
  readonly clock: Clock;
}

/** One send, ms: SES takes a message of 25 MiB within. */
const sendMs = 30_000;

const never = new AbortController().signal;

/** Mail by SES, as whole messages: SES puts its own Message-ID in the place of ours, and that one is answered. */
export function sesMail({ ses, from, region, configurationSet, clock }: SesMailOptions): Mail {
  return {
    async send(email, { signal = never } = {}) {
      const { raw } = await compose(email, from, clock.now());
      const command = new SendEmailCommand({
        FromEmailAddress: from,
        Destination: { ToAddresses: [email.to] },
        Content: { Raw: { Data: raw } },
        ...(configurationSet !== undefined && { ConfigurationSetName: configurationSet }),
      });
      try {
        const { MessageId = '' } = await withDeadline(sendMs, signal, (abortSignal) => ses.send(command, { abortSignal }));
        return { id: idOf(MessageId, region) };
      } catch (cause) {
        throw failureOf(cause);
      }
    },
  };
}
