import { GetQueueAttributesCommand, ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Meddle } from '../../../test/aws/process.ts';
import { eventually } from '../patience.contract.ts';
import type { Due } from '../timers.ts';
import { lagging } from './lagging.contract.ts';
import { type Cloud, openStage, type Process, type Stage, startCloud } from './subject.contract.ts';

const second = 1_000;
const minute = 60 * second;

/** Hears nothing of the queue. */
const deaf = (): Meddle => (command, call) => (command instanceof ReceiveMessageCommand ? new Promise(() => {}) : call());

describe('a process that stays and consumes timers', () => {
  let cloud: Cloud;
  let stage: Stage;
  let start: number;

  beforeAll(async () => {
    cloud = await startCloud();
  });
  afterAll(() => cloud.close());
  beforeEach(async () => {
    stage = await openStage(cloud);
    start = stage.clock.now();
  });
  afterEach(() => stage.close());

  function consuming({ timers }: Process, handler: (timer: Due) => Promise<void> = async () => {}) {
    const fired: string[] = [];
    const over = new AbortController();
    const ended = timers.consume(
      (timer) => {
        fired.push(timer.id);
        return handler(timer);
      },
      { signal: over.signal },
    );
    return {
      fired,
      end(): Promise<void> {
        over.abort();
        return ended;
      },
    };
  }

  it('shares them with others that do: each fires once', async () => {
    const arming = stage.process();
    const ids = Array.from({ length: 200 }, (_, i) => `t${i}`);
    await Promise.all(ids.map((id) => arming.timers.arm(id, 1, start + minute)));
    const consumers = [1, 2, 3].map(() => consuming(stage.process()));
    await stage.clock.advance(minute);
    await stage.clock.advance(minute);
    await eventually(stage, async () => expect(await stage.left()).toEqual([]));
    expect(consumers.flatMap(({ fired }) => fired).sort()).toEqual(ids.sort());
    await Promise.all(consumers.map((one) => one.end()));
  });

  it('hears by the queue of what another process has set, before it looks again', async () => {
    const { fired, end } = consuming(stage.process());
    await stage.clock.advance(second);
    await stage.process().timers.arm('a', 1, stage.clock.now());
    await eventually(stage, () => expect(fired).toEqual(['a']));
    await end();
  });

  it('finds within a minute what has lost its message', async () => {
    const { fired, end } = consuming(stage.process());
    await stage.clock.advance(second);
    const dying = stage.process({
      meddle: (die) => async (command, call) => (command instanceof SendMessageCommand ? die() : call()),
    });
    void dying.timers.arm('a', 1, stage.clock.now());
    await stage.clock.advance(minute);
    expect(fired).toEqual(['a']);
    await end();
  });

  it('ends at once when it is told to, but for the handlers under way', async () => {
    let finish = () => {};
    const process = stage.process();
    const { fired, end } = consuming(process, () => new Promise<void>((resolve) => (finish = resolve)));
    await process.timers.arm('a', 1, start);
    await stage.clock.advance(0);
    await eventually(stage, () => expect(fired).toEqual(['a']));
    let isOver = false;
    const ended = end().then(() => {
      isOver = true;
    });
    await stage.clock.advance(second);
    expect(isOver).toBe(false);
    const before = performance.now();
    finish();
    await ended;
    expect(performance.now() - before).toBeLessThan(1_000);
    expect(await stage.left()).toEqual([]);
  });

  it('goes on when the queue, the table or Scheduler has failed for some time', async () => {
    let isDown = true;
    const meddle = (): Meddle => (_, call) => (isDown ? Promise.reject(new Error('down')) : call());
    await stage.process().timers.arm('a', 1, start + minute);
    const { fired, end } = consuming(stage.process({ meddle }));
    await stage.clock.advance(2 * minute);
    expect(fired).toEqual([]);
    isDown = false;
    await stage.clock.advance(2 * second);
    await eventually(stage, () => expect(fired).toEqual(['a']));
    await end();
  });

  it('makes the schedules that were too many at once', async () => {
    const process = stage.process({ rates: { arm: 1 } });
    for (let i = 0; i < 5; i++) await process.timers.arm(`t${i}`, 1, start + 60 * minute);
    expect(stage.scheduler.schedules()).toHaveLength(1);
    const { end } = consuming(process);
    await stage.clock.advance(minute);
    expect(stage.scheduler.schedules()).toHaveLength(5);
    await end();
  });

  it('fires hundreds at one instant by its own look, when the queue is silent', async () => {
    const arming = stage.process();
    const ids = Array.from({ length: 200 }, (_, i) => `t${i}`);
    await Promise.all(ids.map((id) => arming.timers.arm(id, 1, start + minute)));
    const { fired } = consuming(stage.process({ meddle: deaf }));
    await stage.clock.advance(minute);
    expect(fired.sort()).toEqual(ids.sort());
  });

  it('leaves in the queue what is none of a timer', async () => {
    const { sqs } = cloud.fauxqs;
    await sqs.send(new SendMessageCommand({ QueueUrl: stage.queueUrl, MessageBody: 'words' }));
    const { end } = consuming(stage.process());
    await eventually(stage, () => expect(stage.warnings).toEqual([expect.stringContaining('no timer')]));
    await end();
    const { Attributes } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: stage.queueUrl, AttributeNames: ['ApproximateNumberOfMessagesNotVisible'] }),
    );
    expect(Attributes).toEqual({ ApproximateNumberOfMessagesNotVisible: '1' });
  });

  it('fires all that is due though the index goes on showing those that have fired', async () => {
    const arming = stage.process();
    const ids = Array.from({ length: 80 }, (_, i) => `t${i}`);
    await Promise.all(ids.map((id) => arming.timers.arm(id, 1, start + minute)));
    const { fired } = consuming(stage.process({ meddle: deaf, table: (client) => lagging(client, 'timers', 4) }));
    await stage.clock.advance(3 * minute);
    await eventually(stage, async () => expect(await stage.left()).toEqual([]));
    expect(fired.sort()).toEqual(ids.sort());
  });
});
