import { randomBytes } from 'node:crypto';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Fauxqs, startFauxqs } from '../../../test/aws/fauxqs.ts';
import { s3Blobs } from '../../blobs/s3/blobs.ts';
import { presigner } from '../../blobs/s3/link.ts';
import { StorageFailed } from '../../errors.ts';
import { dice } from '../../timers/dice.ts';
import { manualClock } from '../../timers/manual-clock.ts';
import { eventually } from '../../timers/patience.contract.ts';
import { type TopicsSubject, topicsContract } from '../topics.contract.ts';
import type { Message, Subscription } from '../topics.ts';
import { unkindTopics } from '../unkind.ts';
import { type TopicAddresses, topicAddresses } from './addresses.ts';
import { type SnsTopicsOptions, snsTopics } from './topics.ts';

let aws: Fauxqs;
beforeAll(async () => {
  aws = await startFauxqs();
});
afterAll(() => aws.close());

/** SQS hides and shows by the machine's time. */
const pause = () => new Promise<void>((done) => setTimeout(done, 100));
const dead = async () => {};

async function fresh(options: Partial<SnsTopicsOptions> = {}) {
  const prefix = `t${randomBytes(6).toString('hex')}`;
  const clock = manualClock();
  await aws.s3.send(new CreateBucketCommand({ Bucket: prefix }));
  const blobs = s3Blobs({ s3: aws.s3, bucket: prefix, sign: presigner(aws.s3), clock });
  const addresses: TopicAddresses = topicAddresses({ region: 'us-east-1', account: '000000000000', prefix, sqsUrl: aws.endpoint });
  const again = (others: Partial<SnsTopicsOptions> = {}) =>
    snsTopics({ sns: aws.sns, sqs: aws.sqs, addresses, blobs, clock, random: dice(1), failed() {}, visibilityS: 2, ...options, ...others });
  return { topics: again(), again, clock, addresses, blobs };
}

async function open(): Promise<TopicsSubject> {
  let process = mortal();
  const { again, clock } = await fresh();
  return {
    topics: again(process),
    clock,
    pause,
    async crash() {
      process.die();
      process = mortal();
      return again(process);
    },
    async close() {
      process.die();
    },
  };
}

/** A client that says nothing more to SQS once its process has died. */
function mortal() {
  let isDead = false;
  const send = (...asked: unknown[]) => (isDead ? Promise.reject(new Error('dead')) : Reflect.apply(aws.sqs.send, aws.sqs, asked));
  const die = () => {
    isDead = true;
  };
  return { sqs: { send }, die };
}

// Side by side: they mostly wait for SQS's own time.
describe.concurrent('on SNS and SQS', () => {
  topicsContract('Topics of SNS', open);
  const seed = 1;
  topicsContract(
    `Topics of SNS, unkind ${seed},`,
    async () => {
      const subject = await open();
      return { ...subject, topics: unkindTopics(subject.topics, seed), crash: async () => unkindTopics(await subject.crash(), seed + 100) };
    },
    { kind: false },
  );
});

const news: Subscription = { topic: 'news', name: 'a', filter: {} };
const told = (id: string, body: unknown = null): Message => ({ id, attributes: {}, body });

it('keeps a message hidden while its handler goes on, however long', async () => {
  const { topics } = await fresh({ visibilityS: 1 });
  await topics.subscribe(news);
  await topics.publish('news', told('slow'));
  const over = new AbortController();
  let heard = 0;
  const handler = async () => {
    heard++;
    await new Promise((done) => setTimeout(done, 2_500));
  };
  const consumers = [topics, topics].map((one) => one.consume(news, handler, { signal: over.signal, dead }));
  await new Promise((done) => setTimeout(done, 2_400));
  over.abort();
  await Promise.all(consumers);
  expect(heard).toBe(1);
});

it('sends a body past what SNS takes by reference, once for the same content, and says when it is gone', async () => {
  const { topics, blobs, clock } = await fresh();
  await topics.subscribe(news);
  await topics.publish('news', told('inside', 'x'.repeat(240_000)));
  expect((await blobs.list('')).keys).toEqual([]);
  for (const id of ['1', '2']) await topics.publish('news', told(id, 'x'.repeat(262_144)));
  const { keys } = await blobs.list('');
  expect(keys).toHaveLength(1);
  expect((await blobs.head(keys[0] ?? ''))?.endsAt).toBe(clock.now() + 15 * 86_400_000);
  await blobs.delete(keys[0] ?? '');
  await clock.jump(5 * 86_400_000);
  const over = new AbortController();
  const [heard, died]: [string[], Message[]] = [[], []];
  const consumed = topics.consume(news, async ({ id }) => void heard.push(id), { signal: over.signal, dead: async (one) => void died.push(one) });
  await eventually({ pause }, () => expect(died.map(({ id }) => id).sort()).toEqual(['1', '2']));
  expect([heard, died[0]?.body]).toEqual([['inside'], null]);
  over.abort();
  await consumed;
});

it('tells of what somebody else put into the queue', async () => {
  const { topics, addresses } = await fresh();
  await topics.subscribe(news);
  const QueueUrl = addresses.queueUrl('news', 'a');
  for (const body of ['words', '{"v":2}', 'null']) await aws.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: body }));
  const over = new AbortController();
  const died: unknown[] = [];
  const consumed = topics.consume(news, async () => {}, { signal: over.signal, dead: async ({ body }) => void died.push(body) });
  await eventually({ pause }, () => expect([...died].sort()).toEqual(['null', 'words', '{"v":2}']));
  over.abort();
  await consumed;
  expect((await aws.sqs.send(new ReceiveMessageCommand({ QueueUrl }))).Messages ?? []).toEqual([]);
});

it('says StorageFailed where the topic is not, and goes on polling for a queue that is not yet', async () => {
  const failures: unknown[] = [];
  const { topics } = await fresh({ failed: (cause) => failures.push(cause) });
  await expect(topics.publish('news', told('1'))).rejects.toBeInstanceOf(StorageFailed);
  const over = new AbortController();
  const heard: string[] = [];
  const consumed = topics.consume(news, async ({ id }) => void heard.push(id), { signal: over.signal, dead });
  await pause();
  await topics.subscribe(news);
  await topics.publish('news', told('1'));
  await eventually({ pause }, () => expect(heard).toEqual(['1']));
  over.abort();
  await consumed;
  expect(failures).toMatchObject([{ name: 'QueueDoesNotExist' }]);
});

it('stops at once while it waits for messages', async () => {
  const { topics } = await fresh();
  await topics.subscribe(news);
  const over = new AbortController();
  const consumed = topics.consume(news, async () => {}, { signal: over.signal, dead });
  await pause();
  const before = performance.now();
  over.abort();
  await consumed;
  expect(performance.now() - before).toBeLessThan(1_000);
});
