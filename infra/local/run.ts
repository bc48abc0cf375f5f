import { openDoor } from '../../bots/web/door.ts';
import type { Channel, Env } from '../../shared/channel/channel.ts';
import { type Clock, systemClock } from '../../shared/clock.ts';
import type { InstallationStatus } from '../../shared/command/installation.ts';
import { keptBook } from '../../shared/flow/kept.ts';
import { sparing } from '../../shared/mail/suppressed.ts';
import { claimCode, claims, theClaim } from '../../shared/people/claim.ts';
import { localKeeper } from '../../shared/secrets/sealed/local-keeper.ts';
import { sealedSecrets } from '../../shared/secrets/sealed/secrets.ts';
import { openCore } from '../core/core.ts';
import { withAcceptLines } from '../core/log/accepts.ts';
import { type Log, type Output, openLog } from '../core/log/log.ts';
import { observer } from '../core/observer.ts';
import { allSkills, liveSkills, skillPages, startSkills } from '../core/skills.ts';
import { installationStatus } from '../core/status.ts';
import { type OffChannel, openChannels, secretsIn } from '../settings/channels.ts';
import { keyOf } from '../settings/key.ts';
import { BadSettings } from '../settings/problems.ts';
import { arrivals } from './arrivals.ts';
import { localBlobs } from './blobs.ts';
import { dataFolder, ifOfDisk } from './data-folder.ts';
import { countedAccept, endpointsOf } from './endpoints.ts';
import { Health } from './health.ts';
import { Load } from './http/load.ts';
import { httpServer } from './http/server.ts';
import { type Bound, bind, originOf } from './listen.ts';
import { openMail } from './mail.ts';
import { openMetrics } from './metrics.ts';
import { pagesListener } from './pages/listener.ts';
import { type Plan, planOf } from './plan.ts';
import { openPorts } from './ports.ts';
import { keepReached } from './reach.ts';
import { localSeries } from './series.ts';
import { removeServerFile, writeServerFile } from './server-file.ts';
import { StorageWatch } from './storage-watch.ts';
import { warm } from './warm.ts';
import { work } from './work.ts';

export interface LocalOptions {
  readonly clock?: Clock;
  /** Where log lines go; standard output by default. */
  readonly output?: Output;
  /** Log lines for people to read. */
  readonly pretty?: boolean;
  /** Runs and delivers what is accepted; default true. Off: it only answers what it is asked (the CLI's own short runs). */
  readonly works?: boolean;
  /** Connects to the platforms, and opens the prompt; default as `works`. */
  readonly reaches?: boolean;
  /** Headers and body must have come in this time, ms; default 10 s. */
  readonly requestTimeoutMs?: number;
}

/** The one process, running. */
export interface Local {
  /** Where this machine reaches it: http://127.0.0.1:8080. */
  readonly origin: string;
  /** The link that signs a browser in. */
  readonly link: string;
  /** For the CLI: `authorization: Bearer …`. */
  readonly token: string;
  readonly on: readonly Channel[];
  readonly off: readonly OffChannel[];
  readonly log: Log;
  status(): Promise<InstallationStatus>;
  /** The code that makes the first admin; null once there is one. */
  claim(): Promise<string | null>;
  /** Takes nothing more, finishes or releases what is running, and closes; within 10 s. Once, however often it is called. */
  stop(): Promise<void>;
}

/** Starts everything in this process. `env`: all settings, `.env` included. Throws BadSettings, SettingsError and DatabaseUnreadable, with nothing left open. */
export async function startLocal(env: Env, options: LocalOptions = {}): Promise<Local> {
  const plan = await planOf(env, options.clock ?? systemClock);
  const bound = await bind(plan.settings.host, plan.settings.port);
  const opened: (() => void)[] = [() => bound.server.close()];
  try {
    return run(env, plan, bound, options, (close) => opened.push(close));
  } catch (cause) {
    for (const close of opened.reverse()) close();
    throw ifOfDisk(cause, plan.settings.data);
  }
}

/** No event-loop turn in here: whoever connects meanwhile is answered when all of it is open. `onFailure`: what to close should the rest of it throw. */
function run(given: Env, { settings, modules, own }: Plan, bound: Bound, options: LocalOptions, onFailure: (close: () => void) => void): Local {
  const { clock = systemClock, works = true, reaches = works } = options;
  const startedAt = clock.now();
  const folder = dataFolder(settings.data);
  const env: Env = { ...given, BELLHOP_KEY: keyOf(settings.key, folder), HOST: settings.host };
  const door = openDoor(env.BELLHOP_KEY ?? '', settings.host);
  const code = claimCode(env.BELLHOP_KEY ?? '');
  const origin = originOf(settings.host, bound.port);
  const url = settings.url ?? origin;
  const log = openLog({
    level: settings.logLevel,
    output: options.output ?? process.stdout,
    pretty: options.pretty ?? false,
    secrets: [
      ...secretsIn(env, modules),
      env.BELLHOP_KEY ?? '',
      settings.metricsToken ?? '',
      settings.smtpUrl ?? '',
      door.bearer,
      door.link.split('=')[1] ?? '',
      code,
    ],
    clock,
  });
  const ports = openPorts(folder, { clock, log });
  onFailure(() => ports.close());
  const { store, timers, limits } = ports;
  const secrets = sealedSecrets(store, localKeeper({ key: env.BELLHOP_KEY ?? '' }), { clock });
  const mail = openMail(settings, clock);
  const spared = settings.smtpUrl === undefined ? {} : { mail: sparing(mail, { store, clock }) };
  const tools = { clock, random: Math.random, url, env, kept: { store, secrets }, ...spared };
  const { on, off, away, problems } = openChannels(modules, env, tools);
  if (problems.length > 0) throw new BadSettings(problems);
  const blobs = localBlobs({ folder, clock, key: env.BELLHOP_KEY ?? '', url });
  const series = localSeries(folder, { clock, rawMs: settings.keepChecksMs });
  const inbox = withAcceptLines(ports.inbox, log);
  const storage = new StorageWatch(store, clock);
  ports.onFailure(() => storage.doubt());
  const health = new Health(storage);
  const metrics = openMetrics(
    () => inbox.depth(),
    () => clock.now(),
  );
  const observing = observer(metrics, log);
  const status = installationStatus({ startedAt, on, off, troubleOf: (channel) => health.troubleOf(channel), inbox, store, clock });
  const skills = allSkills(own.skills);
  const core = openCore({
    inbox,
    store,
    timers,
    series,
    limits,
    mail,
    secrets,
    blobs,
    url,
    clock,
    env,
    skills,
    on,
    away,
    observer: observing,
    log,
    status,
  });
  const { accept, form, deps, dispatch, deliver, fire, mend } = core;
  const counted = countedAccept({ accept, clock, observer: observing });
  const arrived = arrivals({ store, clock, issue: deps.issue });
  const stopping = new AbortController();
  const pages = pagesListener({
    on,
    door,
    metrics,
    skillPages: skillPages(own.skills),
    deps,
    measures: () => skills.flatMap((skill) => skill.measures?.(deps) ?? []),
    metricsToken: settings.metricsToken,
    accept: counted,
    arrived,
    kept: keptBook(store, clock),
    dispatch,
    inbox,
    store,
    secrets,
    blobs,
    key: env.BELLHOP_KEY ?? '',
    commands: deps.catalogue().all,
    installation: core,
    clock,
    status,
    log,
    signal: stopping.signal,
    url,
  });
  const load = new Load();
  const server = httpServer({
    endpoints: endpointsOf({ on, accept, form, dispatch, inbox, store, clock, observer: observing, health }),
    otherwise: pages,
    load,
    requestTimeoutMs: options.requestTimeoutMs ?? 10_000,
    onDefect: (cause) => log.error({ err: cause }, 'A request met a defect.'),
  });
  try {
    writeServerFile(folder, { url: origin, token: door.bearer, pid: process.pid });
  } catch (cause) {
    ports.close();
    throw cause;
  }
  server.listen(bound.server);
  health.ready();

  const { signal } = stopping;
  const tasks: Promise<void>[] = [];
  if (works) {
    tasks.push(
      work({ ports, blobs, series, dispatch, deliver, fire, mend, keepMs: settings.keepCommandsMs, clock, metrics, log, signal }),
      startSkills(skills, deps, log),
      liveSkills(skills, deps, { log, signal }),
      warm({ channels: on, log, signal }),
    );
  }
  if (reaches) tasks.push(keepReached({ channels: on, accept: counted, form, arrived, health, log, clock, signal }));

  let stopped: Promise<void> | undefined;
  async function stop(): Promise<void> {
    health.stopping();
    const closed = new Promise((resolve) => server.close(resolve));
    stopping.abort('stop');
    // A voice is answered in its response, which takes as long as it may take.
    await Promise.all([Promise.allSettled(tasks), load.idle(answersMaxMs)]);
    // What has been accepted is answered by now; what still hangs on is a connection without a request, or a sender that doesn't read.
    const cut = setTimeout(() => server.closeAllConnections(), 500);
    await closed;
    clearTimeout(cut);
    removeServerFile(folder);
    await series.close().catch((cause: unknown) => log.error({ err: cause }, 'What checks saw last could not be kept.'));
    log.flush();
    ports.close();
  }

  return {
    origin,
    link: `${url}${door.link}`,
    token: door.bearer,
    on,
    off,
    log,
    status,
    claim: async () => ((await store.get(claims, theClaim)) ? null : code),
    stop() {
      stopped ??= stop();
      return stopped;
    },
  };
}

/** At a stop, requests that are being answered get so long, ms: a voice's 6.5 s, and below the 10 s of it all. */
const answersMaxMs = 7_500;
