import { SNSClient } from '@aws-sdk/client-sns';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { access } from '../../../test/aws/listening.ts';
import { type SnsNumbers, startSnsNumbers } from '../../../test/aws/sns-numbers.ts';
import { textsContract } from '../texts.contract.ts';
import type { Texts } from '../texts.ts';
import { snsTexts } from './texts.ts';

let sns: SnsNumbers;
let client: SNSClient;
let texts: Texts;
beforeAll(async () => {
  sns = await startSnsNumbers();
  client = new SNSClient({ ...access, endpoint: sns.endpoint, maxAttempts: 1 });
  texts = snsTexts({ sns: client, from: '+14155550100' });
});
afterAll(async () => {
  client.destroy();
  await sns.close();
});

const wrongs = { busy: ['Throttled', 429], down: ['InternalError', 500], lost: 'close' } as const;
textsContract('snsTexts', () => ({
  texts,
  sent: () => sns.sent.map(({ to, from, body }) => ({ to, from, body })),
  stop: (number) => void sns.optedOut.add(number),
  wrong: (how) => void sns.wrongs.push(wrongs[how]),
}));

it('hurries what it sends', async () => {
  await texts.send('+14155550101', 'It is up', { signal: AbortSignal.timeout(5_000) });
  expect(sns.sent.at(-1)).toMatchObject({ type: 'Transactional' });
});

it.each([
  ['AuthorizationError', 403, { code: 'sns_permission', hint: expect.stringContaining('smsFrom') }],
  ['Nonsense', 400, { code: 'sns_refused', hint: expect.stringContaining('AWS console') }],
] as const)('says what mends %s', async (code, status, expected) => {
  sns.wrongs.push([code, status]);
  const sending = texts.send('+14155550101', 'It is up', { signal: AbortSignal.timeout(5_000) });
  await expect(sending).rejects.toMatchObject({ ...expected, retryable: false, outOfReach: false });
});
