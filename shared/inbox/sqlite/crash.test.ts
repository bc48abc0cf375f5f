import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, it } from 'vitest';
import { systemClock } from '../../clock.ts';
import type { CommandId } from '../../command/command.ts';
import { damageOf } from '../../sqlite/damage.ts';
import { openDatabase } from '../../sqlite/database.ts';
import { settle } from '../../timers/manual-clock.ts';
import { delivering, done, working } from '../subject.contract.ts';
import { sqliteInbox } from './inbox.ts';
import { silent } from './subject.contract.ts';

const url = (path: string) => JSON.stringify(join(import.meta.dirname, path));

/** Accepts, runs and delivers as fast as it can, and says what was acknowledged. */
const program = (folder: string, round: number) => `
  import { sqliteInbox } from ${url('inbox.ts')};
  import { openDatabase } from ${url('../../sqlite/database.ts')};
  const clock = { now: Date.now };
  const database = openDatabase(${JSON.stringify(folder)}, { clock, log: { info() {}, warn() {}, error() {} } });
  const inbox = sqliteInbox(database, { clock, random: Math.random });
  const options = { signal: new AbortController().signal, concurrency: 8, stopMs: 0 };
  inbox.consume(async ({ record }) => ({ state: 'done', replies: [{ text: record.command.id }] }), options);
  inbox.deliver(async () => ({ state: 'sent' }), options);
  const place = { channel: 'slack', bot: 'main', tenant: 'T1', conversation: 'C1' };
  for (let i = 0; ; i += 16) {
    const ids = Array.from({ length: 16 }, (_, j) => '${round}-' + (i + j));
    await Promise.all(ids.map(async (id) => {
      await inbox.accept({ id, name: 'check', raw: {}, from: { user: 'U1' }, place, priority: 'interactive', saidAt: 0, acceptedAt: Date.now(), trace: id });
      process.stdout.write(id + '\\n');
    }));
  }
`;

it('has every acknowledged command after kill -9 at any moment, each with one outcome in the end', { timeout: 60_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'bellhop-crash-'));
  const acknowledged: string[] = [];
  for (let round = 0; round < 4; round++) {
    const child = spawn(process.execPath, ['--input-type=module', '-e', program(folder, round)], { stdio: ['ignore', 'pipe', 'inherit'] });
    const wanted = acknowledged.length + 100 + round * 137;
    const exit = once(child, 'exit');
    for await (const line of createInterface({ input: child.stdout })) {
      acknowledged.push(line);
      if (acknowledged.length === wanted) child.kill('SIGKILL');
    }
    await exit;
    expect(damageOf(join(folder, 'bellhop.db'))).toBeNull();
  }
  const database = openDatabase(folder, { clock: systemClock, log: silent });
  const inbox = sqliteInbox(database, { clock: systemClock, random: Math.random });
  const worker = working(inbox, () => done);
  const sender = delivering(inbox, () => ({ state: 'sent' }));
  for (;;) {
    const depth = await inbox.depth();
    if (depth.waiting.interactive.count + depth.running + depth.undelivered === 0) break;
    await settle();
  }
  expect(acknowledged.length).toBeGreaterThan(1_000);
  for (const id of acknowledged) {
    const record = await inbox.read(id as CommandId);
    expect(record, id).toMatchObject({ state: 'done', due: null });
    expect(['none', 'sent']).toContain(record?.delivery.state);
  }
  await Promise.all([worker.stop(), sender.stop()]);
  database.close();
  rmSync(folder, { recursive: true, force: true });
});
