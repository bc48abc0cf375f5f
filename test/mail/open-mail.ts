import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { smtpMail } from '../../shared/mail/smtp/mail.ts';
import { sparing } from '../../shared/mail/suppressed.ts';
import { openDatabase } from '../../shared/sqlite/database.ts';
import { sqliteStore } from '../../shared/store/sqlite/store.ts';
import { manualClock } from '../../shared/timers/manual-clock.ts';
import { startSmtp } from './smtp-server.ts';

const silent = { info() {}, warn() {}, error() {} };

/** Mail as the one process has it: SMTP to a server on loopback, and a store that knows whom to spare. Closed when the test ends. `password`: what is said to a server that wants `hush`. */
export async function openMail({ password }: { readonly password?: string } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'bellhop-mail-'));
  const clock = manualClock();
  const database = openDatabase(folder, { clock, log: silent });
  const server = await startSmtp(password === undefined ? {} : { auth: { user: 'bell', pass: 'hush' } });
  onTestFinished(async () => {
    await server.close();
    database.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const store = sqliteStore(database, { clock });
  const smtp = smtpMail({
    url: `smtp://${password === undefined ? '' : `bell:${password}@`}127.0.0.1:${server.port}`,
    from: 'Bellhop <bot@example.com>',
    clock,
  });
  return { clock, server, store, smtp, mail: sparing(smtp, { store, clock }) };
}
