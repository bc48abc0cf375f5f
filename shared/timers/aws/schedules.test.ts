import { randomBytes } from 'node:crypto';
import { CreateScheduleGroupCommand, GetScheduleCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { access } from '../../../test/aws/listening.ts';
import { moto } from '../../../test/aws/moto.ts';
import { startScheduler } from '../../../test/aws/scheduler.ts';
import { StorageFailed } from '../../errors.ts';
import { timerKey } from './item.ts';
import { leadMs, partOf, partPrefix, scheduleName, schedules } from './schedules.ts';

/** What the driver asks of EventBridge Scheduler: of our stand-in, and of moto's, which is by other hands. */
let client: SchedulerClient;
let close = async () => {};
beforeAll(async () => {
  if (moto) client = new SchedulerClient({ ...access, endpoint: moto });
  else ({ client, close } = await startScheduler({ sqs: new SQSClient(access) }));
});
afterAll(async () => {
  client.destroy();
  await close();
});

async function fresh() {
  const group = `stage-${randomBytes(6).toString('hex')}`;
  await client.send(new CreateScheduleGroupCommand({ Name: group }));
  const queueArn = `arn:aws:sqs:us-east-1:000000000000:${group}`;
  return { ...schedules({ client, group, queueArn, roleArn: 'arn:aws:iam::000000000000:role/clock', deadLetterArn: `${queueArn}-dead` }), group };
}

// Both go by the machine's time here, and refuse what has passed.
const due = Date.UTC(2099, 0, 5, 9);
const prefixOf = ({ id }: { readonly id: string }) => partPrefix(partOf(timerKey(id)));
const timer = { id: 'jobs/report ä', version: 3, due };

it('makes a schedule for a timer, once, that fires two minutes before in UTC and is gone then', async () => {
  const { create, timerOf, list, group } = await fresh();
  await create(timer);
  await create(timer);
  const Name = scheduleName(timer);
  expect(await client.send(new GetScheduleCommand({ Name, GroupName: group }))).toMatchObject({
    ScheduleExpression: `at(${new Date(due - leadMs).toISOString().slice(0, 19)})`,
    ScheduleExpressionTimezone: 'UTC',
    ActionAfterCompletion: 'DELETE',
    FlexibleTimeWindow: { Mode: 'OFF' },
  });
  expect(await timerOf(Name)).toEqual(timer);
  const { page } = await list(prefixOf(timer), undefined);
  expect(page).toEqual([{ name: Name, createdAt: expect.any(Number) }]);
});

it('takes it away, twice too, and knows it no more', async () => {
  const { create, remove, timerOf } = await fresh();
  await create(timer);
  const name = scheduleName(timer);
  for (let i = 0; i < 2; i++) await remove(name);
  expect(await timerOf(name)).toBe('gone');
});

it('lists those of a part alone', async () => {
  const { create, list } = await fresh();
  const timers = Array.from({ length: 12 }, (_, i) => ({ ...timer, id: `t${i}` }));
  for (const one of timers) await create(one);
  const prefixes = [...new Set(timers.map(prefixOf))];
  const listed = await Promise.all(prefixes.map((prefix) => list(prefix, undefined)));
  expect(listed.flatMap(({ page }) => page.map(({ name }) => name)).sort()).toEqual(timers.map(scheduleName).sort());
});

it('says StorageFailed where its group is not', async () => {
  const group = { client, group: 'none', queueArn: 'arn:aws:sqs:us-east-1:000000000000:q', roleArn: 'arn:aws:iam::000000000000:role/clock' };
  await expect(schedules({ ...group, deadLetterArn: group.queueArn }).create(timer)).rejects.toBeInstanceOf(StorageFailed);
});
