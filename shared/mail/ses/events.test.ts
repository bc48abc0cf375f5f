import { expect, it } from 'vitest';
import { readMailEvent } from './events.ts';

const mail = {
  timestamp: '2026-01-05T09:00:00.000Z',
  source: 'bot@example.com',
  sourceArn: 'arn:aws:ses:eu-west-1:000000000000:identity/example.com',
  messageId: '0102018-abc-000000',
  destination: ['ann@example.com'],
};
const bounce = (
  bounceType: string,
  recipient: object = { emailAddress: 'ann@example.com', action: 'failed', status: '5.1.1', diagnosticCode: 'smtp; 550 5.1.1 no such user' },
) => ({
  bounceType,
  bounceSubType: 'General',
  bouncedRecipients: [recipient],
  timestamp: '2026-01-05T09:00:02.500Z',
  feedbackId: 'f',
});
const complaint = {
  complainedRecipients: [{ emailAddress: 'Ann <ann@example.com>' }],
  timestamp: '2026-01-05T10:00:00Z',
  complaintFeedbackType: 'abuse',
  feedbackId: 'f',
};
const id = '<0102018-abc-000000@eu-west-1.amazonses.com>';
const read = (value: unknown, region = 'eu-west-1') => readMailEvent(typeof value === 'string' ? value : JSON.stringify(value), region);

it('reads a bounce, by either name of its kind, bare or in its envelope', () => {
  const wanted = {
    kind: 'bounce',
    permanent: true,
    id,
    at: Date.UTC(2026, 0, 5, 9, 0, 2, 500),
    recipients: [{ address: 'ann@example.com', why: 'smtp; 550 5.1.1 no such user' }],
  };
  for (const type of ['eventType', 'notificationType']) {
    const event = { [type]: 'Bounce', mail, bounce: bounce('Permanent') };
    expect(read(event)).toEqual(wanted);
    expect(read({ Type: 'Notification', MessageId: 'm', TopicArn: 't', Message: JSON.stringify(event) })).toEqual(wanted);
  }
});

it('tells a mailbox that is full from one that is not', () => {
  for (const type of ['Transient', 'Undetermined'])
    expect(read({ eventType: 'Bounce', mail, bounce: bounce(type, { emailAddress: 'ann@example.com' }) })).toMatchObject({
      permanent: false,
      recipients: [{ why: `${type}/General` }],
    });
});

it('reads a complaint, with the provider’s word or without', () => {
  const wanted = { kind: 'complaint', id, at: Date.UTC(2026, 0, 5, 10), recipients: ['ann@example.com'], feedback: 'abuse' };
  expect(read({ eventType: 'Complaint', mail, complaint })).toEqual(wanted);
  expect(read({ notificationType: 'Complaint', mail, complaint: { ...complaint, complaintFeedbackType: undefined } })).toMatchObject({
    feedback: null,
  });
});

it('takes the region for where it was sent, when the event does not say', () => {
  const { sourceArn, ...rest } = mail;
  expect(sourceArn).toContain('eu-west-1');
  expect(read({ eventType: 'Complaint', mail: rest, complaint }, 'us-east-1')).toMatchObject({ id: '<0102018-abc-000000@email.amazonses.com>' });
});

it('overlooks what is not acted on', () => {
  for (const eventType of ['Send', 'Delivery', 'Open', 'Click', 'Reject', 'DeliveryDelay', 'Rendering Failure', 'Subscription'])
    expect(read({ eventType, mail })).toBeNull();
  expect(read({ Type: 'SubscriptionConfirmation', Message: 'You have chosen to subscribe', Token: 't' })).toBeNull();
});

it('throws for what is no event, and for one that lacks what it must have', () => {
  const broken = [
    'words',
    'null',
    '[]',
    {},
    { eventType: 7 },
    { Type: 'Notification', Message: 'words' },
    { eventType: 'Bounce', mail },
    { eventType: 'Bounce', mail: {}, bounce: bounce('Permanent') },
    { eventType: 'Bounce', mail, bounce: { ...bounce('Permanent'), timestamp: 'yesterday' } },
    { eventType: 'Complaint', mail, complaint: { ...complaint, complainedRecipients: [{}] } },
  ];
  for (const one of broken) expect(() => read(one), JSON.stringify(one)).toThrow(TypeError);
});
