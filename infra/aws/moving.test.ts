import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { CreateScheduleGroupCommand } from '@aws-sdk/client-scheduler';
import { CreateQueueCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reminders } from '../../jobs/reminders/reminder.ts';
import { filesBlobs } from '../../shared/blobs/files/blobs.ts';
import { s3Blobs } from '../../shared/blobs/s3/blobs.ts';
import { type Clock, systemClock } from '../../shared/clock.ts';
import { awsInbox } from '../../shared/inbox/aws/inbox.ts';
import { memoryParts } from '../../shared/inbox/aws/subject.contract.ts';
import { sqliteInbox } from '../../shared/inbox/sqlite/inbox.ts';
import { kmsKeeper } from '../../shared/secrets/aws/kms-keeper.ts';
import { localKeeper } from '../../shared/secrets/sealed/local-keeper.ts';
import { sealedSecrets } from '../../shared/secrets/sealed/secrets.ts';
import { awsSeries } from '../../shared/series/aws/series.ts';
import { seriesFile } from '../../shared/series/sqlite/schema.ts';
import { sqliteSeries } from '../../shared/series/sqlite/series.ts';
import { type Database, openDatabase } from '../../shared/sqlite/database.ts';
import { dynamodbStore } from '../../shared/store/dynamodb/store.ts';
import { sqliteStore } from '../../shared/store/sqlite/store.ts';
import { awsTimers } from '../../shared/timers/aws/timers.ts';
import { manualClock } from '../../shared/timers/manual-clock.ts';
import { sqliteTimers } from '../../shared/timers/sqlite/timers.ts';
import { type Aws, startAws } from '../../test/aws/aws.ts';
import { backup } from '../moving/backup.ts';
import { contentOf, counts, type Filled, fill, goesOn, type Installation } from '../moving/installation.contract.ts';
import { localSource, localTarget } from '../moving/local.ts';
import { restore } from '../moving/restore.ts';
import type { Source, Target } from '../moving/world.ts';
import { type AwsMoving, awsSource, awsTarget } from './moving.ts';

const root = mkdtempSync(join(tmpdir(), 'bellhop-aws-moving-'));
const log = { info() {}, warn() {}, error() {} };
const [localKey, stageKey] = ['K'.repeat(43), 'L'.repeat(43)];
let aws: Aws;
let n = 0;
const place = (name: string) => join(root, `${name}${n++}`);
beforeAll(async () => {
  aws = await startAws();
});
afterAll(async () => {
  await aws.close();
  rmSync(root, { recursive: true, force: true });
});

const seriesIn = (data: string, clock: Clock) => sqliteSeries({ path: join(data, seriesFile), clock, rawMs: 7 * 86_400_000, gatherMs: 0 });

type Stage = Installation & { readonly moving: AwsMoving; readonly group: string; readonly sweep: () => Promise<unknown> };

/** A stage: its table, queues, bucket, key and group, all empty. */
async function stage(): Promise<Stage> {
  const { dynamodb, fauxqs, kms, scheduler } = aws;
  const name = `m${randomBytes(5).toString('hex')}`;
  const queue = async (of: string) => (await fauxqs.sqs.send(new CreateQueueCommand({ QueueName: `${name}-${of}` }))).QueueUrl ?? '';
  const [run, deliver, clockUrl, tableName] = await Promise.all([queue('run'), queue('deliver'), queue('clock'), dynamodb.table()]);
  await fauxqs.s3.send(new CreateBucketCommand({ Bucket: name }));
  await scheduler.client.send(new CreateScheduleGroupCommand({ Name: name }));
  const table = { client: dynamodb.client, name: tableName };
  const [clock, random] = [systemClock, Math.random];
  const parts = memoryParts();
  const line = (url: string) => ({ alert: url, interactive: url, report: url });
  const queues = { run: { quick: line(run) }, deliver: line(deliver) };
  const clockQueue = { client: fauxqs.sqs, url: clockUrl };
  const arn = `arn:aws:sqs:us-east-1:000000000000:${name}-clock`;
  const role = 'arn:aws:iam::000000000000:role/clock';
  const timers = awsTimers({
    table,
    queue: clockQueue,
    schedules: { client: scheduler.client, group: name, queueArn: arn, roleArn: role, deadLetterArn: `${arn}-dead` },
    log: { warn() {} },
  });
  const keeper = kmsKeeper({ kms: kms.client, keyId: await kms.key() });
  const store = dynamodbStore(table, { clock });
  const blobs = s3Blobs({ s3: fauxqs.s3, bucket: name, sign: async () => '', clock });
  return {
    moving: { where: name, key: stageKey, table, parts, clockQueue, keeper, blobs, clock, keepMs: 30 * 86_400_000, rawMs: 7 * 86_400_000 },
    group: name,
    inbox: awsInbox({ table, sqs: fauxqs.sqs, queues, parts }, { clock, random }),
    store,
    timers,
    series: awsSeries({ table, blobs, clock, rawMs: 7 * 86_400_000, foldAfterMs: 0 }),
    secrets: sealedSecrets(store, keeper, { clock }),
    blobs,
    sweep: () => timers.sweep(new AbortController().signal),
  };
}

function machine(data: string, key = localKey): Installation & { readonly database: Database } {
  const database = openDatabase(data, { clock: systemClock, log });
  const store = sqliteStore(database, { clock: systemClock });
  return {
    database,
    store,
    inbox: sqliteInbox(database, { clock: systemClock, random: Math.random }),
    timers: sqliteTimers(database, { clock: systemClock }),
    secrets: sealedSecrets(store, localKeeper({ key }), { clock: systemClock }),
    blobs: filesBlobs({ folder: join(data, 'blobs'), clock: systemClock, key, url: '' }),
    series: seriesIn(data, systemClock),
  };
}

/** A backup of a machine with one of each in it. */
async function backupOfMachine(): Promise<{ readonly file: string; readonly made: Filled; readonly content: Content }> {
  const data = folder();
  const clock = manualClock(Date.now());
  const database = openDatabase(data, { clock, log });
  const store = sqliteStore(database, { clock });
  const made = await fill(
    {
      store,
      inbox: sqliteInbox(database, { clock, alarm: clock, random: Math.random }),
      timers: sqliteTimers(database, { clock, alarm: clock }),
      secrets: sealedSecrets(store, localKeeper({ key: localKey }), { clock }),
      blobs: filesBlobs({ folder: join(data, 'blobs'), clock, key: localKey, url: '' }),
      series: seriesIn(data, clock),
    },
    clock,
  );
  const taken = await backedUp(localSource({ folder: data, key: localKey, clock, log }) ?? expect.fail());
  database.close();
  return { ...taken, made };
}

type Content = Awaited<ReturnType<typeof contentOf>>;

async function backedUp(source: Source): Promise<{ readonly file: string; readonly content: Content }> {
  const file = place('backup');
  expect(await backup(source, file, systemClock)).toMatchObject(counts);
  const content = await contentOf(source);
  source.close();
  return { file, content };
}

function folder(): string {
  const data = place('data');
  mkdirSync(data);
  return data;
}

const itemsOf = async ({ moving }: Stage) => (await aws.dynamodb.client.send(new ScanCommand({ TableName: moving.table.name }))).Items ?? [];

describe('an installation moves', () => {
  it('from the one machine to AWS and back: all that it had, and what is open goes on there and here', async () => {
    const { file, made, content } = await backupOfMachine();
    const there = await stage();
    expect(await restore(file, awsTarget(there.moving), { formerKey: localKey })).toMatchObject({ ...counts, isNew: true });
    const back = await backedUp(awsSource(there.moving));
    expect(back.content).toEqual(content);

    const data = folder();
    const target = localTarget({ folder: data, key: localKey, clock: systemClock, log });
    expect(await restore(back.file, target, { formerKey: stageKey })).toMatchObject({ ...counts, isNew: true });
    target.close();
    const source = localSource({ folder: data, key: localKey, clock: systemClock, log }) ?? expect.fail();
    expect(await contentOf(source)).toEqual(content);
    source.close();

    // What is far off gets its schedule by the sweep.
    expect(aws.scheduler.schedules().filter(({ group }) => group === there.group)).toEqual([]);
    await there.sweep();
    expect(aws.scheduler.schedules().filter(({ group }) => group === there.group)).toHaveLength(1);
    await goesOn(there, made, systemClock);
    expect(aws.scheduler.schedules().filter(({ group }) => group === there.group)).toEqual([]);

    const here = machine(data);
    await goesOn(here, made, systemClock);
    here.database.close();
  }, 30_000);
});

describe('a restore into a stage', () => {
  it('goes on after it died, wherever it died, and does nothing once it was done', async () => {
    const { file, content } = await backupOfMachine();
    const there = await stage();
    const ways: (keyof Target)[] = ['addRecords', 'addSecret', 'addBlob', 'addCommands', 'addTimers', 'end'];
    for (const way of ways) {
      const dying: Target = { ...awsTarget(there.moving), [way]: () => Promise.reject(new Error(`died at ${way}`)) };
      await expect(restore(file, dying, { formerKey: localKey })).rejects.toThrow(`died at ${way}`);
    }
    expect(await restore(file, awsTarget(there.moving), { formerKey: localKey })).toMatchObject({ isNew: true });
    expect(await contentOf(awsSource(there.moving))).toEqual(content);
    await there.timers.disarm('past');
    expect(await restore(file, awsTarget(there.moving), { formerKey: localKey })).toMatchObject({ isNew: false });
    expect((await contentOf(awsSource(there.moving))).timers).toHaveLength(2);
  });

  it('brings back nothing that has gone on meanwhile', async () => {
    const { file, made } = await backupOfMachine();
    const there = await stage();
    const dying: Target = { ...awsTarget(there.moving), end: () => Promise.reject(new Error('died')) };
    await expect(restore(file, dying, { formerKey: localKey })).rejects.toThrow('died');
    const { id } = made.accepted ?? expect.fail();
    expect(await there.inbox.cancel(id, 'Ann')).toBe('ended');
    await there.store.delete(reminders, 'a1');
    await restore(file, awsTarget(there.moving), { formerKey: localKey });
    expect(await there.inbox.read(id)).toMatchObject({ state: 'cancelled' });
    expect(await there.store.get(reminders, 'a1')).toBeNull();
  });

  it('refuses a stage that has something, another backup, and a key that opens no secret, and leaves it as it is', async () => {
    const [first, second] = [await backupOfMachine(), await backupOfMachine()];
    const there = await stage();
    await expect(restore(first.file, awsTarget(there.moving))).rejects.toMatchObject({ code: 'secret_unreadable' });
    expect(await itemsOf(there)).toEqual([]);
    await there.timers.arm('mine', 1, Date.now() + 60_000);
    const before = await itemsOf(there);
    await expect(restore(first.file, awsTarget(there.moving), { formerKey: localKey })).rejects.toMatchObject({
      code: 'restore_refused',
      message: expect.stringContaining('1 or more timers are there already'),
    });
    expect(await itemsOf(there)).toEqual(before);
    await there.timers.disarm('mine');
    await restore(first.file, awsTarget(there.moving), { formerKey: localKey });
    await expect(restore(second.file, awsTarget(there.moving), { formerKey: localKey })).rejects.toThrow('another backup was restored');
  });
});
