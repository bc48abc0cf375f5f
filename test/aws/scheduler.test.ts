import {
  CreateScheduleCommand,
  type CreateScheduleCommandInput,
  CreateScheduleGroupCommand,
  DeleteScheduleCommand,
  DeleteScheduleGroupCommand,
  GetScheduleCommand,
  GetScheduleGroupCommand,
  ListScheduleGroupsCommand,
  ListSchedulesCommand,
  UpdateScheduleCommand,
} from '@aws-sdk/client-scheduler';
import { CreateQueueCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { manualClock } from '../../shared/timers/manual-clock.ts';
import { type Fauxqs, startFauxqs } from './fauxqs.ts';
import { type Scheduler, type SchedulerOptions, startScheduler } from './scheduler.ts';

describe("EventBridge Scheduler's stand-in, driven by the SDK's client", () => {
  const queueArn = (name: string) => `arn:aws:sqs:us-east-1:000000000000:${name}`;
  let fauxqs: Fauxqs;
  let scheduler: Scheduler;
  let queue = 0;
  // 2026-01-05 09:00 UTC.
  let clock = manualClock();

  beforeAll(async () => {
    fauxqs = await startFauxqs();
  });
  afterAll(() => fauxqs.close());
  beforeEach(async () => {
    clock = manualClock();
    await start();
    await fauxqs.sqs.send(new CreateQueueCommand({ QueueName: `clock${++queue}` }));
  });
  afterEach(() => scheduler.close());

  async function start(options: Partial<SchedulerOptions> = {}): Promise<void> {
    await scheduler?.close();
    scheduler = await startScheduler({ sqs: fauxqs.sqs, clock, alarm: clock, ...options });
  }

  const wanted = (change: Partial<CreateScheduleCommandInput> = {}): CreateScheduleCommandInput => ({
    Name: 'one',
    ScheduleExpression: 'at(2026-01-05T10:00:00)',
    FlexibleTimeWindow: { Mode: 'OFF' },
    ActionAfterCompletion: 'DELETE',
    Target: { Arn: queueArn(`clock${queue}`), RoleArn: 'arn:aws:iam::000000000000:role/bellhop', Input: '{"a":1}' },
    ...change,
  });
  const create = (change: Partial<CreateScheduleCommandInput> = {}) => scheduler.client.send(new CreateScheduleCommand(wanted(change)));

  async function delivered(name = `clock${queue}`): Promise<(string | undefined)[]> {
    await scheduler.settled();
    const { Messages = [] } = await fauxqs.sqs.send(
      new ReceiveMessageCommand({ QueueUrl: `${fauxqs.endpoint}/000000000000/${name}`, MaxNumberOfMessages: 10 }),
    );
    return Messages.map(({ Body }) => Body);
  }

  it('fires once, anywhere within its minute, and is gone after that', async () => {
    const minute = 60_000;
    for (const within of [0, 0.5, 0.999]) {
      scheduler.mood.within = () => within;
      const at = new Date(clock.now() + 60 * minute).toISOString().slice(0, 19);
      await create({ ScheduleExpression: `at(${at})` });
      await clock.advance(60 * minute + within * minute - 1);
      expect(await delivered()).toEqual([]);
      await clock.advance(1);
      expect(await delivered()).toEqual(['{"a":1}']);
      expect(scheduler.schedules()).toEqual([]);
    }
  });

  it('stays, having fired, where nothing is said of its end; fires twice on request; and not while disabled', async () => {
    await create({ Name: 'stays', ActionAfterCompletion: 'NONE' });
    await create({ Name: 'off', State: 'DISABLED' });
    scheduler.mood.twice = () => true;
    await clock.advance(3_660_000);
    expect(await delivered()).toEqual(['{"a":1}', '{"a":1}']);
    expect(scheduler.schedules().map(({ name }) => name)).toEqual(['stays', 'off']);
  });

  it('tells all of a schedule, in UTC', async () => {
    const DeadLetterConfig = { Arn: queueArn('dead') };
    const { ScheduleArn } = await create({ Description: 'words', Target: { ...wanted().Target, DeadLetterConfig } as never });
    expect(await scheduler.client.send(new GetScheduleCommand({ Name: 'one' }))).toMatchObject({
      Arn: ScheduleArn,
      GroupName: 'default',
      ScheduleExpression: 'at(2026-01-05T10:00:00)',
      ScheduleExpressionTimezone: 'UTC',
      State: 'ENABLED',
      Description: 'words',
      ActionAfterCompletion: 'DELETE',
      FlexibleTimeWindow: { Mode: 'OFF' },
      CreationDate: new Date(clock.now()),
      Target: { Input: '{"a":1}', DeadLetterConfig, RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 } },
    });
  });

  it('is created once under its name; the same request under the same client token is answered again', async () => {
    const first = await create({ ClientToken: 'token' });
    expect(await create({ ClientToken: 'token' })).toMatchObject({ ScheduleArn: first.ScheduleArn });
    await expect(create({ ClientToken: 'other' })).rejects.toMatchObject({ name: 'ConflictException', $metadata: { httpStatusCode: 409 } });
    await expect(create({ ClientToken: 'token', Description: 'changed' })).rejects.toMatchObject({ name: 'ConflictException' });
    await clock.advance(3_660_000);
    expect(await delivered()).toHaveLength(1);
  });

  it('is replaced with all fields: those that are not named go back to their defaults', async () => {
    await create({ Description: 'words', State: 'DISABLED' });
    const { Name, Target, FlexibleTimeWindow } = wanted();
    await scheduler.client.send(new UpdateScheduleCommand({ Name, Target, FlexibleTimeWindow, ScheduleExpression: 'at(2026-01-05T11:00:00)' }));
    const now = await scheduler.client.send(new GetScheduleCommand({ Name: 'one' }));
    expect(now).toMatchObject({ State: 'ENABLED', ActionAfterCompletion: 'NONE' });
    expect(now.Description).toBeUndefined();
    await clock.advance(3_660_000);
    expect(await delivered()).toEqual([]);
    await clock.advance(3_600_000);
    expect(await delivered()).toHaveLength(1);
  });

  it('is deleted, and fires no more; but what was deleted too late does', async () => {
    await create();
    const [one] = scheduler.schedules();
    await scheduler.client.send(new DeleteScheduleCommand({ Name: 'one' }));
    await clock.advance(3_660_000);
    expect(await delivered()).toEqual([]);
    if (one) scheduler.fire(one);
    expect(await delivered()).toHaveLength(1);
    const later = wanted({ ScheduleExpression: 'at(2026-01-05T12:00:00)' });
    for (const gone of [new DeleteScheduleCommand({ Name: 'one' }), new GetScheduleCommand({ Name: 'one' }), new UpdateScheduleCommand(later)])
      await expect(scheduler.client.send(gone as GetScheduleCommand)).rejects.toMatchObject({
        name: 'ResourceNotFoundException',
        $metadata: { httpStatusCode: 404 },
      });
  });

  it.each<[string, Partial<CreateScheduleCommandInput>]>([
    ['an expression that is none', { ScheduleExpression: 'soon' }],
    ['a time with a zone in it', { ScheduleExpression: 'at(2026-01-05T10:00:00Z)' }],
    ['a time without seconds', { ScheduleExpression: 'at(2026-01-05T10:00)' }],
    ['a day that is none', { ScheduleExpression: 'at(2026-02-30T10:00:00)' }],
    ['a time that is past', { ScheduleExpression: 'at(2026-01-05T08:59:59)' }],
    ['a zone that is none', { ScheduleExpressionTimezone: 'Mars/Olympus' }],
    ['a name with other characters', { Name: 'one:two' }],
    ['a name too long', { Name: 'n'.repeat(65) }],
    ['no flexible window', { FlexibleTimeWindow: undefined }],
    ['a flexible window without a mode', { FlexibleTimeWindow: { Mode: undefined } }],
    ['no target', { Target: undefined }],
    ['no role', { Target: { Arn: queueArn('clock'), RoleArn: undefined, Input: '{}' } }],
    ['a role that is none', { Target: { Arn: queueArn('clock'), RoleArn: 'bellhop', Input: '{}' } }],
    ['a state that is none', { State: 'PAUSED' as never }],
    ['tries that are too many', { Target: { ...wanted().Target, RetryPolicy: { MaximumRetryAttempts: 186 } } as never }],
  ])('refuses %s', async (_, change) => {
    await expect(create(change)).rejects.toMatchObject({ name: 'ValidationException', $metadata: { httpStatusCode: 400 } });
  });

  it.each<[string, Partial<CreateScheduleCommandInput>]>([
    ['recurring schedules', { ScheduleExpression: 'rate(5 minutes)' }],
    ['cron', { ScheduleExpression: 'cron(0 8 * * ? *)' }],
    ['other zones', { ScheduleExpressionTimezone: 'Europe/Berlin' }],
    ['flexible windows', { FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 5 } }],
    ['ends', { EndDate: new Date('2027-01-01') }],
    ['keys of their own', { KmsKeyArn: 'arn:aws:kms:us-east-1:000000000000:key/1' }],
    ['other targets', { Target: { ...wanted().Target, Arn: 'arn:aws:lambda:us-east-1:000000000000:function:tick' } as never }],
    ['FIFO queues', { Target: { ...wanted().Target, SqsParameters: { MessageGroupId: 'a' } } as never }],
    ['values put into the input', { Target: { ...wanted().Target, Input: '<aws.scheduler.scheduled-time>' } as never }],
  ])('says that it models no %s', async (_, change) => {
    await expect(create(change)).rejects.toMatchObject({ name: 'ValidationException', message: expect.stringContaining('models no') });
  });

  it('lists page by page, by group, beginning and state', async () => {
    await scheduler.client.send(new CreateScheduleGroupCommand({ Name: 'stage' }));
    for (let i = 0; i < 5; i++) await create({ Name: `a-${i}`, GroupName: 'stage' });
    await create({ Name: 'b-0', GroupName: 'stage', State: 'DISABLED' });
    await create({ Name: 'a-other' });
    const names: (string | undefined)[] = [];
    let NextToken: string | undefined;
    do {
      const page = await scheduler.client.send(new ListSchedulesCommand({ GroupName: 'stage', NamePrefix: 'a-', MaxResults: 2, NextToken }));
      expect(page.Schedules?.length).toBeLessThanOrEqual(2);
      names.push(...(page.Schedules ?? []).map(({ Name }) => Name));
      // What is deleted between two pages is missing, and nothing else.
      if (!NextToken) await scheduler.client.send(new DeleteScheduleCommand({ Name: 'a-1', GroupName: 'stage' }));
      NextToken = page.NextToken;
    } while (NextToken);
    expect(names).toEqual(['a-0', 'a-1', 'a-2', 'a-3', 'a-4']);
    const off = await scheduler.client.send(new ListSchedulesCommand({ State: 'DISABLED' }));
    expect(off.Schedules).toMatchObject([{ Name: 'b-0', GroupName: 'stage', CreationDate: new Date(clock.now()) }]);
    await expect(scheduler.client.send(new ListSchedulesCommand({ MaxResults: 101 }))).rejects.toMatchObject({ name: 'ValidationException' });
    await expect(scheduler.client.send(new ListSchedulesCommand({ GroupName: 'none' }))).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('keeps groups, and takes what is in one away with it', async () => {
    await expect(create({ GroupName: 'stage' })).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await scheduler.client.send(new CreateScheduleGroupCommand({ Name: 'stage', ClientToken: 'token' }));
    await scheduler.client.send(new CreateScheduleGroupCommand({ Name: 'stage', ClientToken: 'token' }));
    await expect(scheduler.client.send(new CreateScheduleGroupCommand({ Name: 'stage' }))).rejects.toMatchObject({ name: 'ConflictException' });
    await create({ GroupName: 'stage' });
    await create();
    expect(await scheduler.client.send(new GetScheduleGroupCommand({ Name: 'stage' }))).toMatchObject({ State: 'ACTIVE' });
    const all = await scheduler.client.send(new ListScheduleGroupsCommand({}));
    expect(all.ScheduleGroups?.map(({ Name }) => Name)).toEqual(['default', 'stage']);
    await scheduler.client.send(new DeleteScheduleGroupCommand({ Name: 'stage' }));
    expect(scheduler.schedules().map(({ group }) => group)).toEqual(['default']);
    await expect(scheduler.client.send(new DeleteScheduleGroupCommand({ Name: 'default' }))).rejects.toMatchObject({ name: 'ValidationException' });
  });

  it('sends what its queue does not take to its dead letters', async () => {
    await fauxqs.sqs.send(new CreateQueueCommand({ QueueName: `dead${queue}` }));
    const { Target } = wanted();
    await create({ Target: { ...Target, Arn: queueArn('nowhere'), DeadLetterConfig: { Arn: queueArn(`dead${queue}`) } } as never });
    await clock.advance(3_660_000);
    expect(await delivered(`dead${queue}`)).toEqual(['{"a":1}']);
    expect(scheduler.schedules()).toEqual([]);
  });

  it('refuses on request, and what is more than its quotas: for the rest of the second', async () => {
    await start({ quotas: { schedules: 2 }, rates: { CreateSchedule: 2 } });
    const client = scheduler.connect({ maxAttempts: 1 });
    const attempt = (Name: string) => client.send(new CreateScheduleCommand(wanted({ Name })));
    await attempt('a');
    await attempt('b');
    await expect(attempt('c')).rejects.toMatchObject({ name: 'ThrottlingException', $metadata: { httpStatusCode: 429 } });
    await clock.advance(1_000);
    await expect(attempt('c')).rejects.toMatchObject({ name: 'ServiceQuotaExceededException', $metadata: { httpStatusCode: 402 } });
    scheduler.throttle(1, 'DeleteSchedule');
    await client.send(new GetScheduleCommand({ Name: 'a' }));
    await expect(client.send(new DeleteScheduleCommand({ Name: 'a' }))).rejects.toMatchObject({ name: 'ThrottlingException' });
    // The client's own second try gets through.
    scheduler.throttle(1);
    await scheduler.client.send(new DeleteScheduleCommand({ Name: 'a' }));
    expect(scheduler.throttled()).toBe(3);
  });
});
