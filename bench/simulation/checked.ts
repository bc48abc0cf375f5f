import { DeleteMessageCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { commandId } from '../../shared/flow/accept.ts';
import { dice } from '../../shared/timers/dice.ts';
import { percentile } from '../statistics.ts';
import { openSmallStage, type SmallStage } from './emulated.ts';
import type { Profile } from './profile.ts';
import { type Simulated, simulate } from './stage.ts';

/** What a run over the stand-ins took, and what is computed for the same. */
export interface Checked {
  readonly ran: { readonly p50S: number; readonly p99S: number; readonly calls: number; readonly sqs: number };
  readonly computed: Simulated;
  /** Calls of the table that the profile foretells for so many commands. */
  readonly callsComputed: number;
}

/** So few events at once that commands wait for their turn, and a handler and a send that take some time: what is foretold is how long. */
const [runsAtOnce, deliveriesAtOnce, batch] = [2, 2, 10];
const [handlerMs, sendMs] = [150, 200];

/** Says `commands` commands, `perSecond` of them a second, to the drivers over the stand-ins, by event sources as Lambda's; then simulates the same with the times that their steps took. */
export async function check(profile: Profile, commands: number, perSecond: number): Promise<Checked> {
  let [calls, sqs] = [0, 0];
  const around = (asked: object, call: () => Promise<unknown>) => {
    if (/Item|Query/.test(asked.constructor.name)) calls++;
    if (/SendMessage/.test(asked.constructor.name)) sqs++;
    return call();
  };
  const stage = await openSmallStage({ around, handlerMs, sendMs });
  const took: Record<'accept' | 'run' | 'deliver', number[]> = { accept: [], run: [], deliver: [] };
  const timed = async <T>(step: keyof typeof took, work: () => Promise<T>): Promise<T> => {
    const begun = performance.now();
    const done = await work();
    took[step].push((performance.now() - begun) / 1_000);
    return done;
  };
  const acceptedAt = new Map<string, number>();
  const latencies: number[] = [];
  const over = new AbortController();
  try {
    // The one who speaks is known from then on.
    await stage.accept('first', 'ada');
    const warm = source(stage, stage.queues.run, 1, stage.run, over.signal);
    const warmSends = source(stage, stage.queues.send, 1, stage.deliver, over.signal);
    await new Promise((done) => setTimeout(done, 1_000));
    over.abort();
    await Promise.all([warm, warmSends]);
    [calls, sqs] = [0, 0];
    const stop = new AbortController();
    const sources = [
      source(
        stage,
        stage.queues.run,
        runsAtOnce,
        (body) => timed('run', () => stage.run(body)),
        stop.signal,
        () => sqs++,
      ),
      source(
        stage,
        stage.queues.send,
        deliveriesAtOnce,
        async (body) => {
          const verdict = await timed('deliver', () => stage.deliver(body));
          const begun = acceptedAt.get((JSON.parse(body) as { id: string }).id);
          if (begun !== undefined) latencies.push((performance.now() - begun) / 1_000);
          return verdict;
        },
        stop.signal,
        () => sqs++,
      ),
    ];
    await Promise.all(
      Array.from({ length: commands }, async (_, i) => {
        await new Promise((done) => setTimeout(done, (i * 1_000) / perSecond));
        await timed('accept', () => stage.accept(`c${i}`, 'ada'));
        acceptedAt.set(commandId('paper', 'main', 't1', `c${i}`), performance.now());
      }),
    );
    for (const until = performance.now() + 60_000; latencies.length < commands && performance.now() < until; ) {
      await new Promise((done) => setTimeout(done, 20));
    }
    stop.abort();
    await Promise.all(sources);
  } finally {
    await stage.close();
  }
  const middle = (values: readonly number[]) => percentile(values, 50);
  const computed = simulate(
    {
      profile,
      times: { accept: middle(took.accept), run: middle(took.run), deliver: middle(took.deliver), way: 0.005, cold: 0 },
      random: dice(3),
      concurrency: 800,
      requestsPerSecond: 10_000,
      maximum: { run: runsAtOnce, deliver: deliveriesAtOnce },
      sigma: 0.15,
      isOneQueue: true,
      isFair: false,
      isEven: true,
    },
    () => perSecond,
    0,
    commands / perSecond,
  );
  const callsEach = Object.values(profile).reduce((sum, step) => sum + step.calls, 0);
  return { ran: { p50S: middle(latencies), p99S: percentile(latencies, 99), calls, sqs }, computed, callsComputed: callsEach * commands };
}

/** As Lambda's: so many events at once, each with the messages that are there, up to ten; deleted when they say so. */
async function source(
  { fauxqs }: SmallStage,
  QueueUrl: string,
  maximum: number,
  call: (body: string) => Promise<'ok' | 'retry'>,
  signal: AbortSignal,
  counted = () => {},
) {
  await Promise.all(
    Array.from({ length: maximum }, async () => {
      while (!signal.aborted) {
        const { Messages = [] } = await fauxqs.sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: batch, WaitTimeSeconds: 1 }));
        if (Messages.length > 0) counted();
        await Promise.all(
          Messages.map(async ({ Body = '', ReceiptHandle }) => {
            if ((await call(Body)) === 'ok') await fauxqs.sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
          }),
        );
        if (Messages.length > 0) counted();
      }
    }),
  );
}
