import { sideBySide } from '../../shared/aws/side-by-side.ts';
import type { Table } from '../../shared/aws/table.ts';
import type { Blobs } from '../../shared/blobs/blobs.ts';
import type { Clock } from '../../shared/clock.ts';
import { exportCommands } from '../../shared/inbox/aws/export.ts';
import { importCommand } from '../../shared/inbox/aws/import.ts';
import { awsDefaults } from '../../shared/inbox/aws/options.ts';
import type { Parts } from '../../shared/inbox/aws/parts.ts';
import type { Keeper } from '../../shared/secrets/keeper.ts';
import { sealedSecrets } from '../../shared/secrets/sealed/secrets.ts';
import { exportDays } from '../../shared/series/aws/export.ts';
import { dayImport } from '../../shared/series/aws/import.ts';
import { exportRecords } from '../../shared/store/dynamodb/export.ts';
import { importRecord } from '../../shared/store/dynamodb/import.ts';
import { dynamodbStore } from '../../shared/store/dynamodb/store.ts';
import { exportTimers } from '../../shared/timers/aws/export.ts';
import { timerImport } from '../../shared/timers/aws/import.ts';
import type { ClockQueue } from '../../shared/timers/aws/queue.ts';
import { eachBlob } from '../moving/blobs.ts';
import { moving, restoreKey, restores, unnoticed } from '../moving/collections.ts';
import { RestoreRefused } from '../moving/errors.ts';
import { eachSecret } from '../moving/secrets.ts';
import type { Begun, Source, Target } from '../moving/world.ts';
import { foundIn } from './found.ts';

export interface AwsMoving {
  /** The stage, for people. */
  readonly where: string;
  /** BELLHOP_KEY of the stage's secret. */
  readonly key: string;
  readonly table: Table;
  /** Large parts of commands. */
  readonly parts: Parts;
  readonly clockQueue: ClockQueue;
  /** What the stage's secrets are sealed by: KMS. */
  readonly keeper: Keeper;
  readonly blobs: Blobs;
  readonly clock: Clock;
  /** How long ended commands are kept, ms: BELLHOP_KEEP_COMMANDS. */
  readonly keepMs: number;
  /** How long what checks saw is kept as it was, ms: BELLHOP_KEEP_CHECKS. */
  readonly rawMs: number;
}

/**
 * A stage, whether it runs or not. Its table is read whole, four times (timers, commands, records, timers): a backup costs so many reads of it, and is no question of a running
 * stage. Each record is as it was at some instant while that took.
 */
export function awsSource({ where, key, table, parts, keeper, blobs, clock }: AwsMoving): Source {
  const store = dynamodbStore(table, { clock });
  return {
    where,
    key,
    isOneInstant: false,
    timers: () => exportTimers(table),
    commands: () => exportCommands({ table, parts }, clock.now()),
    records: () => moving(exportRecords(table, clock.now())),
    secrets: () => eachSecret(sealedSecrets(store, keeper, { clock })),
    blobs: () => eachBlob(blobs),
    series: () => exportDays(table, blobs),
    close() {},
  };
}

/**
 * A stage to restore into. Its functions may run: what is brought in goes on at once. A record of the store says which backup was begun, so that a second try goes on with
 * that one and no other.
 */
export function awsTarget({ where, key, table, parts, clockQueue, keeper, blobs, clock, keepMs, rawMs }: AwsMoving): Target {
  const store = dynamodbStore(table, { clock });
  const secrets = sealedSecrets(store, keeper, { clock });
  const addTimer = timerImport(table, clockQueue, clock);
  const { patienceMs } = awsDefaults({ clock, random: Math.random });
  return {
    where,
    key,
    async begin(backup): Promise<Begun> {
      const mark = (await store.get(restores, restoreKey))?.value;
      if (mark?.backup === backup) return mark.isDone ? 'done' : 'again';
      const found = mark ? 'another backup was restored, or begun to be,' : await foundIn(table, unnoticed);
      if (found !== null) throw new RestoreRefused(where, `${found} there already`, 'Restore into a stage with an empty table.');
      await store.put(restores, restoreKey, { backup, isDone: false }, { expect: 0 });
      return 'begun';
    },
    async addRecords(records) {
      await sideBySide(records, (record) => importRecord(table, record));
    },
    addSecret: (name, value) => secrets.put(name, value),
    async addBlob({ key: name, contentType, endsAt }, content) {
      await blobs.put(name, content, { contentType, ...(endsAt === null ? {} : { endsAt }) });
    },
    async addCommands(commands) {
      await sideBySide(commands, (command) => importCommand({ table, parts }, command, clock.now(), { keepMs, patienceMs }));
    },
    async addTimers(timers) {
      await sideBySide(timers, (timer) => addTimer(timer).then(() => true));
    },
    addSeries: dayImport(blobs, { clock, rawMs }),
    async end(backup) {
      await store.put(restores, restoreKey, { backup, isDone: true });
    },
    close() {},
  };
}
