import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { SNSClient, type SNSClientConfig } from '@aws-sdk/client-sns';
import { SQSClient, type SQSClientConfig } from '@aws-sdk/client-sqs';
import { buildApp } from 'fauxqs';
import { type Ask, insideOf } from './inside.ts';
import { access, type Listening, quickAccess, served } from './listening.ts';
import { moto, running } from './moto.ts';

export interface Fauxqs {
  readonly endpoint: string;
  /** Asks SQS without a socket; not on moto. */
  readonly ask?: Ask;
  readonly sqs: SQSClient;
  readonly sns: SNSClient;
  readonly s3: S3Client;
  /** Other clients of them. */
  connectSqs(config?: SQSClientConfig): SQSClient;
  connectSns(config?: SNSClientConfig): SNSClient;
  connectS3(config?: S3ClientConfig): S3Client;
  /** False: there is no message in a queue, seen or not. Asked of the stand-in itself: it is no call. Always true on moto, which can't be asked so. */
  holds(queueUrl: string): Promise<boolean>;
  close(): Promise<void>;
}

/** Of a queue, what fauxqs tells about it. */
interface Inspected {
  readonly messages: Readonly<Record<'ready' | 'delayed' | 'inflight', readonly unknown[]>>;
}

/**
 * The stand-in for SQS, SNS and S3 (fauxqs, in memory). It ignores If-Match and If-None-Match, takes a presigned link that was changed or is over, takes a delay of more than
 * 900 s, and delivers no notification over HTTP, mail or SMS, nor a bucket's own.
 */
export async function startFauxqs(): Promise<Fauxqs> {
  const { endpoint, close, holds, ...asked }: Served = moto ? { ...running(moto), holds: async () => true } : await fauxqs();
  const clients: { destroy(): void }[] = [];
  const open = <T extends { destroy(): void }>(client: T): T => {
    clients.push(client);
    return client;
  };
  // A queue's address names a host that does not resolve here.
  const connectSqs = (config: SQSClientConfig = {}) =>
    open(new SQSClient({ ...quickAccess, endpoint, ...insideOf(asked), useQueueUrlAsEndpoint: false, ...config }));
  const connectSns = (config: SNSClientConfig = {}) => open(new SNSClient({ ...access, endpoint, ...config }));
  const connectS3 = (config: S3ClientConfig = {}) => open(new S3Client({ ...access, endpoint, forcePathStyle: true, ...config }));
  return {
    endpoint,
    ...asked,
    sqs: connectSqs(),
    sns: connectSns(),
    s3: connectS3(),
    connectSqs,
    connectSns,
    connectS3,
    holds,
    async close() {
      for (const one of clients) one.destroy();
      await close();
    },
  };
}

type Served = Listening & Pick<Fauxqs, 'holds' | 'ask'>;

async function fauxqs(): Promise<Served> {
  const app = buildApp({ logger: false });
  await app.listen({ port: 0, host: '127.0.0.1' });
  const ask: Ask = async ({ method, path, headers, body: payload }) => {
    const answer = await app.inject({ method: method === 'POST' ? method : 'GET', path, headers: { ...headers }, payload });
    return { statusCode: answer.statusCode, headers: textsOf(answer.headers), body: answer.rawPayload };
  };
  return {
    ask,
    endpoint: served(app.server).endpoint,
    close: () => app.close(),
    async holds(queueUrl) {
      const { messages } = (await app.inject(`/_fauxqs/queues/${queueUrl.split('/').at(-1)}`)).json<Inspected>();
      return Object.values(messages).some(({ length }) => length > 0);
    },
  };
}

const textsOf = (headers: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
