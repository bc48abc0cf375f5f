import { z } from 'zod';
import type { MailEvent } from '../event.ts';
import { idOf } from './id.ts';

const instant = z.string().transform((text, context) => {
  const at = Date.parse(text);
  if (Number.isNaN(at)) context.addIssue({ code: 'custom', message: 'no time' });
  return at;
});
const mail = z.object({ messageId: z.string().min(1), sourceArn: z.string().optional() });
const bounce = z.object({
  mail,
  bounce: z.object({
    bounceType: z.string(),
    bounceSubType: z.string(),
    bouncedRecipients: z.array(z.object({ emailAddress: z.string(), diagnosticCode: z.string().optional(), status: z.string().optional() })),
    timestamp: instant,
  }),
});
const complaint = z.object({
  mail,
  complaint: z.object({
    complainedRecipients: z.array(z.object({ emailAddress: z.string() })),
    complaintFeedbackType: z.string().nullish(),
    timestamp: instant,
  }),
});
/** `eventType` where a configuration set publishes, `notificationType` where an identity does. */
const event = z.object({ eventType: z.string().optional(), notificationType: z.string().optional() });
const envelope = z.object({ Type: z.string(), Message: z.string() });

/**
 * Reads what SES tells by SNS: the event itself (raw delivery), or within SNS's envelope. Returns null for what isn't acted on: deliveries, opens, SNS's own confirmations.
 * Throws TypeError for what is none of it. `region`: where SES sends, when the event doesn't say.
 */
export function readMailEvent(text: string, region: string): MailEvent | null {
  const outer = parsed(text);
  const inEnvelope = envelope.safeParse(outer);
  if (inEnvelope.success && inEnvelope.data.Type !== 'Notification') return null;
  const inner = inEnvelope.success ? parsed(inEnvelope.data.Message) : outer;
  const type = event.safeParse(inner);
  const kind = type.data?.eventType ?? type.data?.notificationType;
  if (kind === undefined) throw new TypeError('This is no event of SES.');
  if (kind === 'Bounce') return bounced(read(bounce, inner), region);
  if (kind === 'Complaint') return complained(read(complaint, inner), region);
  return null;
}

function bounced(event: z.infer<typeof bounce>, region: string): MailEvent {
  const { bounceType, bounceSubType, bouncedRecipients, timestamp } = event.bounce;
  return {
    kind: 'bounce',
    permanent: bounceType === 'Permanent',
    id: idIn(event.mail, region),
    at: timestamp,
    recipients: bouncedRecipients.map(({ emailAddress, diagnosticCode, status }) => ({
      address: bare(emailAddress),
      why: diagnosticCode ?? status ?? `${bounceType}/${bounceSubType}`,
    })),
  };
}

function complained(event: z.infer<typeof complaint>, region: string): MailEvent {
  const { complainedRecipients, complaintFeedbackType, timestamp } = event.complaint;
  return {
    kind: 'complaint',
    id: idIn(event.mail, region),
    at: timestamp,
    recipients: complainedRecipients.map(({ emailAddress }) => bare(emailAddress)),
    feedback: complaintFeedbackType ?? null,
  };
}

/** `arn:aws:ses:REGION:ACCOUNT:identity/…` says where it was sent. */
const idIn = ({ messageId, sourceArn }: z.infer<typeof mail>, region: string) => idOf(messageId, sourceArn?.split(':')[3] || region);

/** SES may tell an address with its name: `Ann <ann@example.com>`. */
const bare = (address: string) => /<([^<>]+)>\s*$/.exec(address)?.[1] ?? address;

function read<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (!result.success) throw new TypeError(`An event of SES lacks what it must have: ${result.error.issues[0]?.path.join('.')}.`);
  return result.data;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new TypeError('This is no event of SES: it is no JSON.', { cause });
  }
}
