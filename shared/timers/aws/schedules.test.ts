import { randomBytes } from 'node:crypto';
import { CreateScheduleGroupCommand, GetScheduleCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { access } from '../../../test/aws/listening.ts';
import { moto } from '../../../test/aws/moto.ts';
import { startScheduler } from '../../../test/aws/scheduler.ts';
import { StorageFailed } from '../../errors.ts';
import { tenantIn, timerId } from '../timer-id.ts';
import type { Due } from '../timers.ts';
import { tenantGroup } from './groups.ts';
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

async function fresh(by = client, made?: string) {
  const group = made ?? `stage-${randomBytes(6).toString('hex')}`;
  if (!made) await by.send(new CreateScheduleGroupCommand({ Name: group }));
  const queueArn = `arn:aws:sqs:us-east-1:000000000000:${group}`;
  return { ...schedules({ client: by, group, queueArn, roleArn: 'arn:aws:iam::000000000000:role/clock', deadLetterArn: `${queueArn}-dead` }), group };
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
  expect(await timerOf({ group, name: Name })).toEqual(timer);
  const { page } = await list(prefixOf(timer), undefined);
  expect(page).toEqual([{ name: Name, group, createdAt: expect.any(Number) }]);
});

it('takes it away, twice too, and knows it no more', async () => {
  const { create, remove, timerOf, group } = await fresh();
  await create(timer);
  for (let i = 0; i < 2; i++) await remove(timer);
  expect(await timerOf({ group, name: scheduleName(timer) })).toBe('gone');
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

/** moto answers 500, and not 404, to a schedule in a group that isn't there: on it, those of these tenants are made before. */
async function madeOnMoto(stage: string, ...tenants: readonly string[]) {
  for (const tenant of moto ? tenants : []) {
    const made = tenantIn(timerId('reminder', tenant, 'a')) ?? '';
    await client.send(new CreateScheduleGroupCommand({ Name: tenantGroup(stage, made) }));
  }
}
const ofTenant = (tenant: string, id = 'a') => ({ ...timer, id: timerId('reminder', tenant, id) });

it('keeps the schedules of each tenant in a group of its own, made when it is first needed', async () => {
  const { create, remove, list, timerOf, group } = await fresh();
  const timers = [ofTenant('T012'), ofTenant('T012', 'b'), ofTenant('acme gmbh')];
  await madeOnMoto(group, 'T012', 'acme gmbh');
  // Two at once: one of them finds the group made by the other.
  await Promise.all(timers.map(create));
  const listed = (await Promise.all(timers.map((one) => list(prefixOf(one), undefined)))).flatMap(({ page }) => page);
  const groupOf = (one: Due) => listed.find(({ name }) => name === scheduleName(one))?.group;
  expect(timers.map(groupOf)).toEqual([`${group}-T012`, `${group}-T012`, expect.stringMatching(/^stage-[0-9a-f]{12}-acme_20gmbh-[0-9a-f]{12}$/)]);
  for (const one of timers) await remove(one);
  for (const one of listed) expect(await timerOf(one)).toBe('gone');
});

it('lists no schedule of another stage', async () => {
  const [one, other] = [await fresh(), await fresh()];
  await madeOnMoto(other.group, 'T012');
  await other.create(ofTenant('T012'));
  await other.create(timer);
  for (const prefix of [prefixOf(ofTenant('T012')), prefixOf(timer)]) expect((await one.list(prefix, undefined)).page).toEqual([]);
});

it.skipIf(moto)('puts a tenant into the group of the stage when there may be no more groups, and takes it away from there', async () => {
  // The default group, the stage's, and one more.
  const scheduler = await startScheduler({ sqs: new SQSClient(access), quotas: { groups: 3 } });
  const process = await fresh(scheduler.client);
  await process.create(ofTenant('first'));
  await process.create(ofTenant('second'));
  await process.create(ofTenant('second', 'b'));
  const { group } = process;
  expect(scheduler.schedules().map((one) => one.group)).toEqual([`${group}-first`, group, group]);
  await process.remove(ofTenant('second'));
  // Another process knows nothing of that yet.
  await (await fresh(scheduler.client, group)).remove(ofTenant('second', 'b'));
  expect(scheduler.schedules().map((one) => one.group)).toEqual([`${group}-first`]);
  await scheduler.close();
});

it('gives each tenant a name that Scheduler takes, and no two the same', () => {
  const long = 'x'.repeat(200);
  const tenants = ['T012', '8b2f3f0e-8f3b-4d5c-9a44-1a1b2c3d4e5f', 'a b', 'a_b', 'a%20b', 'ä', '🛎', '!', long, `${long}y`];
  const names = tenants.map((tenant) => tenantGroup('bellhop-production', tenant));
  for (const name of names) expect(name).toMatch(/^bellhop-production-[0-9a-zA-Z-_.]+$/);
  expect(Math.max(...names.map(({ length }) => length))).toBeLessThanOrEqual(64);
  expect(new Set(names).size).toBe(tenants.length);
});
