import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { SNSClient, type SNSClientConfig } from '@aws-sdk/client-sns';
import { SQSClient, type SQSClientConfig } from '@aws-sdk/client-sqs';
import { buildApp } from 'fauxqs';
import { access, type Listening, quickAccess, served } from './listening.ts';
import { moto, running } from './moto.ts';

export interface Fauxqs {
  readonly endpoint: string;
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
  const { endpoint, close, holds } = moto ? { ...running(moto), holds: async () => true } : await fauxqs();
  const clients: { destroy(): void }[] = [];
  const open = <T extends { destroy(): void }>(client: T): T => {
    clients.push(client);
    return client;
  };
  // A queue's address names a host that does not resolve here.
  const connectSqs = (config: SQSClientConfig = {}) => open(new SQSClient({ ...quickAccess, endpoint, useQueueUrlAsEndpoint: false, ...config }));
  const connectSns = (config: SNSClientConfig = {}) => open(new SNSClient({ ...access, endpoint, ...config }));
  const connectS3 = (config: S3ClientConfig = {}) => open(new S3Client({ ...access, endpoint, forcePathStyle: true, ...config }));
  return {
    endpoint,
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

async function fauxqs(): Promise<Listening & Pick<Fauxqs, 'holds'>> {
  const app = buildApp({ logger: false });
  await app.listen({ port: 0, host: '127.0.0.1' });
  return {
    endpoint: served(app.server).endpoint,
    close: () => app.close(),
    async holds(queueUrl) {
      const { messages } = (await app.inject(`/_fauxqs/queues/${queueUrl.split('/').at(-1)}`)).json<Inspected>();
      return Object.values(messages).some(({ length }) => length > 0);
    },
  };
}
