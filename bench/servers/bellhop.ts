import { openLog } from '../../infra/core/log/log.ts';
import { observer as observerOf } from '../../infra/core/observer.ts';
import { Load } from '../../infra/local/http/load.ts';
import { httpServer } from '../../infra/local/http/server.ts';
import { openMetrics } from '../../infra/local/metrics.ts';
import { systemClock as clock } from '../../shared/clock.ts';
import { catalogueOf } from '../../shared/command/catalogue.ts';
import type { Services } from '../../shared/command/context.ts';
import { acceptor } from '../../shared/flow/accept.ts';
import { deliverer } from '../../shared/flow/deliver.ts';
import { dispatcher } from '../../shared/flow/dispatch.ts';
import { ingress } from '../../shared/flow/ingress.ts';
import { speakHere } from '../../shared/flow/speak-here.ts';
import { type Voice, voice } from '../../shared/flow/voice.ts';
import { sqliteInbox } from '../../shared/inbox/sqlite/inbox.ts';
import { memoryLimits } from '../../shared/limits/memory/limits.ts';
import { openDatabase } from '../../shared/sqlite/database.ts';
import { sqliteStore } from '../../shared/store/sqlite/store.ts';
import { catalogueOfMany } from './catalogue.ts';
import { channels } from './channels.ts';
import { serveWith } from './serve.ts';
import { settings } from './settings.ts';

/** Bellhop's path of one channel, put together of the product's parts: HTTP server, receive, resolve, accept, the embedded inbox; workers `paused` or `running`. */
const [, , , name = 'slack', workers = 'paused'] = process.argv;
const open = channels[name];
if (!open) throw new Error(`There is no channel ${name}.`);

const log = openLog({ level: 'warn', output: process.stderr, pretty: false, secrets: [], clock });
const database = openDatabase(settings.folder, { clock, log });
// Workers that are paused leave everything waiting: more than the usual high-water mark.
const inbox = sqliteInbox(database, { clock, random: Math.random, marks: { alert: 1e6, interactive: 1e6, report: 1e6 } });
const store = sqliteStore(database, { clock });
const observer = observerOf(
  openMetrics(() => inbox.depth(), clock.now),
  log,
);
const known = catalogueOf(catalogueOfMany());
const catalogue = () => known;
const channel = open();
const byName = new Map([[name, channel]]);
const accept = acceptor({ inbox, catalogue, clock });
// The handlers here use no service.
const services = {} as Services;
const parts = { catalogue, store, channels: byName, services, clock, timeZone: 'UTC', observer, inbox };
const dispatch = dispatcher(parts);

/** With workers paused a voice is only kept. */
const kept: Voice = async (inbound) => {
  await accept(inbound, { lease: true });
  return { status: 200 };
};
const run = speakHere({ channel: channel.name, dispatch, inbox, clock, observer });
const spoken = workers === 'running' ? voice({ channel, channels: byName, accept, run, inbox, store, clock, observer }) : kept;
const answer = ingress({ channel, accept, voice: spoken, clock, observer });

if (workers === 'running') {
  const options = { signal: new AbortController().signal, concurrency: 32, stopMs: 0 };
  void inbox.consume(dispatch, options);
  void inbox.deliver(deliverer({ channels: byName, store, limits: memoryLimits(), clock, random: Math.random, observer, inbox }), options);
}

const server = httpServer({
  endpoints: channel.routes.map((route) => ({ ...route, answer })),
  otherwise: (_, response) => void response.writeHead(404).end(),
  load: new Load(),
  requestTimeoutMs: 30_000,
  onDefect: (cause) => log.error({ err: cause }, 'defect'),
});
await serveWith(server);
