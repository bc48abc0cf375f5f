import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Check, checks } from '../../jobs/checks/check.ts';
import { Engine } from '../../jobs/checks/engine.ts';
import { historyOf, sampleOf } from '../../jobs/checks/history.ts';
import { checkStates } from '../../jobs/checks/judge.ts';
import { allowList } from '../../shared/net/allow.ts';
import { personId } from '../../shared/people/person.ts';
import { seriesFile } from '../../shared/series/sqlite/schema.ts';
import { sqliteSeries } from '../../shared/series/sqlite/series.ts';
import { openDatabase } from '../../shared/sqlite/database.ts';
import { sqliteStore } from '../../shared/store/sqlite/store.ts';
import { answers, cpuUs } from '../process/answers.ts';
import { percentile } from '../statistics.ts';
import { quiet } from '../store/fill.ts';

/** Watches so many pages that have been up, each once a minute, by the engine and the drivers of the one process. */
export interface Watching {
  readonly folder: string;
  readonly count: number;
  /** Every twentieth is slow or dead. */
  readonly ports: { readonly plain: number; readonly silent: number; readonly dead: number };
  /** Once all are in memory, it warms up so long; then it is measured so long, s. */
  readonly warmS: number;
  readonly forS: number;
}

export interface Watched {
  readonly looks: number;
  /** ms, of looks that began while it was measured. */
  readonly lateMs: { readonly p50: number; readonly p99: number; readonly most: number };
  /** Of a look, all threads, µs. */
  readonly cpuUs: number;
  readonly rssMib: number;
  /** Until all were in memory. */
  readonly loadMs: number;
  readonly down: number;
  readonly issued: number;
}

const place = { channel: 'slack', bot: 'main', tenant: 't', conversation: 'ops' };
const person = personId(place, 'u');

answers({
  async watch({ folder, count, ports, warmS, forS }: Watching): Promise<Watched> {
    mkdirSync(folder, { recursive: true });
    const clock = { now: () => Date.now() };
    const database = openDatabase(folder, { clock, log: quiet });
    const store = sqliteStore(database, { clock });
    const series = sqliteSeries({ path: join(folder, seriesFile), clock, rawMs: 7 * 86_400_000 });
    for (let at = 0; at < count; at += 1_000) {
      const some = Array.from({ length: Math.min(1_000, count - at) }, (_, i) => checkOf(at + i, ports));
      // They have been up for long.
      const up = { status: 'up', since: 0, recent: '1', flapping: false } as const;
      await Promise.all(some.flatMap((check) => [store.put(checks, check.id, check), store.put(checkStates, check.id, { ...up, id: check.id })]));
    }
    const history = historyOf({ series, log: quiet });
    const late: number[] = [];
    let isMeasured = false;
    let issued = 0;
    let down = 0;
    const engine = new Engine({
      store,
      clock,
      log: quiet,
      secrets: { get: async () => null } as never,
      allow: allowList('127.0.0.1'),
      async issue() {
        issued += 1;
        return 'id' as never;
      },
      looked(watched, at, due) {
        history.saw(sampleOf(watched, at));
        if (isMeasured) late.push(at - due);
      },
    });
    const stop = new AbortController();
    const begun = performance.now();
    const running = engine.run(stop.signal);
    while ([...engine.all()].length < count) await after(0.1);
    const loadMs = performance.now() - begun;
    await after(warmS);
    isMeasured = true;
    const before = cpuUs();
    await after(forS);
    const spent = cpuUs() - before;
    isMeasured = false;
    const rssMib = process.memoryUsage.rss() / 2 ** 20;
    for (const { state } of engine.all()) if (state.status === 'down') down += 1;
    stop.abort();
    await running;
    await history.end();
    await series.close();
    database.close();
    late.sort((a, b) => a - b);
    return {
      looks: late.length,
      lateMs: { p50: percentile(late, 50), p99: percentile(late, 99), most: late.at(-1) ?? 0 },
      cpuUs: spent / late.length,
      rssMib,
      loadMs,
      down,
      issued,
    };
  },
});

function checkOf(n: number, { plain, silent, dead }: Watching['ports']): Check {
  const port = n % 40 === 7 ? dead : n % 40 === 23 ? silent : plain;
  // Spread over the interval as hashes are.
  const id = (Math.imul(n + 1, 0x9e3779b1) >>> 0).toString(16).padStart(8, '0') + n.toString(16).padStart(16, '0');
  return {
    id,
    name: `site ${n}`,
    kind: 'http',
    config: { url: `http://127.0.0.1:${port}/` },
    everyMs: 60_000,
    timeoutMs: 5_000,
    failures: 1,
    successes: 1,
    level: 'error',
    tags: [],
    dependsOn: [],
    person,
    from: { user: 'u' },
    locale: 'en',
    place,
    madeAt: 0,
  };
}

const after = (s: number) => new Promise<void>((resolve) => setTimeout(resolve, s * 1_000));
