import { mkdtempSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { channels as modules } from '../../bots/index.ts';
import { openLog } from '../../infra/core/log/log.ts';
import { observer } from '../../infra/core/observer.ts';
import { endpointsOf } from '../../infra/local/endpoints.ts';
import { Health } from '../../infra/local/health.ts';
import { Load } from '../../infra/local/http/load.ts';
import { httpServer } from '../../infra/local/http/server.ts';
import { openMetrics } from '../../infra/local/metrics.ts';
import { openChannels } from '../../infra/settings/channels.ts';
import { jobs } from '../../jobs/index.ts';
import { systemClock as clock } from '../../shared/clock.ts';
import { catalogueOf } from '../../shared/command/catalogue.ts';
import type { Priority } from '../../shared/command/command.ts';
import { formFor } from '../../shared/command/form.ts';
import { acceptor } from '../../shared/flow/accept.ts';
import type { Inbox } from '../../shared/inbox/inbox.ts';
import { sqliteInbox } from '../../shared/inbox/sqlite/inbox.ts';
import { reply } from '../../shared/reply/reply.ts';
import { type Database, openDatabase } from '../../shared/sqlite/database.ts';
import { sqliteStore } from '../../shared/store/sqlite/store.ts';
import { skills } from '../../skills/index.ts';
import { startPlatforms } from '../platforms/all.ts';
import { echo } from './skills/echo.ts';
import type { LogLine, Platforms } from './world.ts';

/** The server's own parts around a database that a test holds in its hand, with nobody at work behind: what is accepted stays in the queue. */
export interface Small extends Platforms {
  readonly origin: string;
  readonly inbox: Inbox;
  readonly database: Database;
  readonly lines: LogLine[];
  close(): Promise<void>;
}

/** Starts it. `marks`: how many commands of each priority may wait. */
export async function small(marks?: Readonly<Record<Priority, number>>): Promise<Small> {
  const others = await startPlatforms(clock);
  const url = 'http://127.0.0.1';
  others.platforms.sms.at(url);
  const folder = mkdtempSync(join(tmpdir(), 'bellhop-small-'));
  const env = {
    ...others.env,
    BELLHOP_KEY: Buffer.alloc(32, 7).toString('base64'),
    HOST: '127.0.0.1',
  };
  const lines: LogLine[] = [];
  const log = openLog({ level: 'info', output: { write: (line) => void lines.push(JSON.parse(line)) }, pretty: false, secrets: [], clock });
  const { on, problems } = openChannels(modules, env, {
    clock,
    random: Math.random,
    url,
    env,
    mail: { send: () => Promise.reject(new Error('Nothing is delivered.')) },
  });
  if (problems[0]) throw problems[0];
  const catalogue = catalogueOf([...[...skills, ...jobs].flatMap((skill) => skill.commands), echo]);
  const database = openDatabase(folder, { clock, log });
  const inbox = sqliteInbox(database, { clock, random: Math.random, ...(marks ? { marks } : {}) });
  const observing = observer(
    openMetrics(
      () => inbox.depth(),
      () => clock.now(),
    ),
    log,
  );
  const accept = acceptor({ inbox, catalogue: () => catalogue, clock });
  const endpoints = endpointsOf({
    on,
    accept,
    form: ({ said }) => formFor(said, catalogue),
    dispatch: async () => ({ state: 'done', replies: [reply('Heard.')] }),
    inbox,
    store: sqliteStore(database, { clock }),
    clock,
    observer: observing,
    health: new Health({ problem: async () => null }),
  });
  const server: Server = httpServer({
    endpoints,
    otherwise: (_, response) => response.writeHead(404).end(),
    load: new Load(),
    requestTimeoutMs: 5_000,
    onDefect: (cause) => log.error({ err: cause }, 'A request met a defect.'),
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    ...others.platforms,
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    inbox,
    database,
    lines,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      database.close();
      await others.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
