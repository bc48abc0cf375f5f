import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import { lost, unlike } from '../../channel/unanswered.ts';
import { withDeadline } from '../../deadline.ts';
import { SendFailed } from '../../errors.ts';
import type { Texts } from '../texts.ts';

export interface SnsTextsOptions {
  /** One that tries once: SNS knows no message for one it has sent before. */
  readonly sns: Pick<SNSClient, 'send'>;
  readonly from: string;
}

/** One send, ms. */
const sendMs = 15_000;
const names = { name: 'SNS', code: 'sns', setting: 'what AWS says of SNS there' };

/** Short messages by SNS (Publish with PhoneNumber), from a number of the account's (AWS End User Messaging), as transactional ones: those that carriers hurry. */
export function snsTexts({ sns, from }: SnsTextsOptions): Texts {
  const text = (StringValue: string) => ({ DataType: 'String', StringValue });
  return {
    from,
    async send(to, body, { signal }) {
      const command = new PublishCommand({
        PhoneNumber: to,
        Message: body,
        MessageAttributes: { 'AWS.SNS.SMS.SMSType': text('Transactional'), 'AWS.MM.SMS.OriginationNumber': text(from) },
      });
      try {
        const { MessageId: id = '' } = await withDeadline(sendMs, signal, (abortSignal) => sns.send(command, { abortSignal }));
        return { id };
      } catch (cause) {
        throw failureOf(cause);
      }
    },
  };
}

/** What one of SNS's errors means for people (SNS API, Publish). */
const meanings: Readonly<Record<string, { readonly is: string; readonly hint: string; readonly outOfReach?: true }>> = {
  InvalidParameter: { is: 'sns_number', outOfReach: true, hint: 'It is no number that gets messages: ask its person for another one.' },
  InvalidParameterValue: { is: 'sns_number', outOfReach: true, hint: 'It is no number that gets messages: ask its person for another one.' },
  OptedOut: { is: 'sns_stopped', outOfReach: true, hint: 'They said STOP: AWS sends them nothing until their number is taken off its opt-out list.' },
  AuthorizationError: {
    is: 'sns_permission',
    hint: 'The function may not send short messages: deploy again, with "smsFrom" of the stage in cdk.json.',
  },
  AccessDenied: { is: 'sns_permission', hint: 'The function may not send short messages: deploy again, with "smsFrom" of the stage in cdk.json.' },
  UserError: { is: 'sns_sandbox', hint: 'The account is in the SMS sandbox, and sends to verified numbers alone: ask AWS to move it out.' },
};

function failureOf(cause: unknown): SendFailed {
  const { name, message } = cause instanceof Error ? cause : { name: '', message: String(cause) };
  const status = statusOf(cause);
  if (status === undefined) return lost(names, cause);
  if (/^Throttl/.test(name)) return new SendFailed('sns_busy', 'SNS asks to be sent less.', { retryable: true, retryAfterMs: 1_000, cause });
  if (status >= 500 || status === 429) return unlike(names, status, Number.NaN);
  const { is = 'sns_refused', ...meaning } = meanings[name.replace(/Exception$/, '')] ?? {
    hint: 'Retrying cannot help: see SNS, Text messaging, in the AWS console.',
  };
  return new SendFailed(is, `SNS refused the message: ${message.replace(/\s+/g, ' ').slice(0, 300)}`, { ...meaning, cause });
}

/** The status that SNS answered with; undefined when no answer came. */
function statusOf(cause: unknown): number | undefined {
  if (typeof cause !== 'object' || cause === null || !('$metadata' in cause)) return undefined;
  const { $metadata } = cause;
  const status = typeof $metadata === 'object' && $metadata !== null && 'httpStatusCode' in $metadata ? $metadata.httpStatusCode : undefined;
  return typeof status === 'number' ? status : undefined;
}
