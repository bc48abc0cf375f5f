import { randomBytes } from 'node:crypto';
import { CreateQueueCommand } from '@aws-sdk/client-sqs';
import type { Inbound } from '../../shared/channel/inbound.ts';
import { systemClock } from '../../shared/clock.ts';
import { catalogueOf } from '../../shared/command/catalogue.ts';
import { command } from '../../shared/command/define.ts';
import { acceptor } from '../../shared/flow/accept.ts';
import { deliverer } from '../../shared/flow/deliver.ts';
import { dispatcher } from '../../shared/flow/dispatch.ts';
import { silent } from '../../shared/flow/observe.ts';
import { awsIngress } from '../../shared/inbox/aws/accept.ts';
import { awsInbox } from '../../shared/inbox/aws/inbox.ts';
import { awsInboxFunctions } from '../../shared/inbox/aws/lambda.ts';
import { memoryParts } from '../../shared/inbox/aws/subject.contract.ts';
import { dynamodbLimits } from '../../shared/limits/dynamodb/limits.ts';
import { reply } from '../../shared/reply/reply.ts';
import { dynamodbStore } from '../../shared/store/dynamodb/store.ts';
import { startDynamoDb } from '../../test/aws/dynamodb.ts';
import { startFauxqs } from '../../test/aws/fauxqs.ts';
import { paperChannel } from '../../test/flow-world.ts';

/** A client's calls, each with what stands around it. */
export type Around = (asked: object, call: () => Promise<unknown>) => Promise<unknown>;

const answer = 'example.com is up: 200 in 120 ms, its certificate ends in 80 days.';

/** The drivers of AWS with the flow on them, over the stand-ins: a small stage of which each step can be called. `handlerMs`, `sendMs`: how long a handler and a send take. */
export async function openSmallStage({ around, handlerMs = 0, sendMs = 0 }: { around?: Around; handlerMs?: number; sendMs?: number } = {}) {
  const [dynamodb, fauxqs] = await Promise.all([startDynamoDb(), startFauxqs()]);
  const clock = systemClock;
  const name = `s${randomBytes(4).toString('hex')}`;
  const queue = async (of: string) => (await fauxqs.sqs.send(new CreateQueueCommand({ QueueName: `${name}-${of}` }))).QueueUrl ?? '';
  const [run, send, tableName] = await Promise.all([queue('run'), queue('send'), dynamodb.table()]);
  const watched = <C extends object>(client: C): C => {
    if (!around) return client;
    const sending = (asked: object, ...rest: readonly unknown[]) =>
      around(asked, () => (client as { send(...all: readonly unknown[]): Promise<unknown> }).send(asked, ...rest));
    return new Proxy(client, { get: (target, member) => (member === 'send' ? sending : Reflect.get(target, member)) });
  };
  const table = { client: watched(dynamodb.client), name: tableName };
  const line = (url: string) => ({ alert: url, interactive: url, report: url });
  const parts = { table, sqs: watched(fauxqs.sqs), queues: { run: { quick: line(run) }, deliver: line(send) }, parts: memoryParts() };
  const options = { clock, random: Math.random };
  const rest = (ms: number) => new Promise<void>((done) => (ms > 0 ? setTimeout(done, ms) : done()));
  const paper = paperChannel({ limits: [{ per: 'conversation', count: 1_000, perMs: 1_000 }] });
  const channel = {
    ...paper,
    async send(...[message, place, sending]: Parameters<typeof paper.send>) {
      await rest(sendMs);
      return paper.send(message, place, sending);
    },
  };
  const check = command({
    name: 'check',
    summary: 'x',
    async run() {
      await rest(handlerMs);
      return reply(answer);
    },
  });
  const catalogue = catalogueOf([check]);
  const store = dynamodbStore(table, { clock });
  const limits = dynamodbLimits(table);
  const channels = new Map([[channel.name, channel]]);
  const accept = acceptor({ inbox: { ...awsInbox(parts, options), ...awsIngress(parts, options) }, catalogue: () => catalogue, clock });
  const dispatch = dispatcher({
    catalogue: () => catalogue,
    store,
    channels,
    services: {} as never,
    clock,
    timeZone: 'UTC',
    observer: silent,
    inbox: awsInbox(parts, options),
  });
  const deliver = deliverer({ channels, store, limits, clock, random: Math.random, observer: silent, inbox: awsInbox(parts, options) });
  const functions = awsInboxFunctions(parts, options);
  return {
    dynamodb,
    fauxqs,
    tableName,
    queues: { run, send },
    accept: (key: string, user: string) => {
      const inbound: Inbound = {
        key,
        place: { channel: 'paper', bot: 'main', tenant: 't1', conversation: `c-${user}`, direct: true },
        from: { user, name: user },
        said: { kind: 'text', text: 'check' },
        saidAt: clock.now(),
      };
      return accept(inbound);
    },
    run: (body: string) => functions.runMessage(body, dispatch),
    deliver: (body: string) => functions.deliverMessage(body, deliver),
    close: () => Promise.all([dynamodb.close(), fauxqs.close()]),
  };
}

export type SmallStage = Awaited<ReturnType<typeof openSmallStage>>;
