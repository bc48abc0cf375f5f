import { type Check, checks } from '../../jobs/checks/check.ts';
import { systemClock } from '../../shared/clock.ts';
import { personId } from '../../shared/people/person.ts';
import { openDatabase } from '../../shared/sqlite/database.ts';
import { sqliteStore } from '../../shared/store/sqlite/store.ts';
import { answers } from '../process/answers.ts';
import { quiet } from '../store/fill.ts';

answers({
  /** Sites to watch, each told in a chat and a tenant of its own: no chat's limit, and no gathering, holds one back. */
  async watch({
    folder,
    port,
    count,
    everyMs,
  }: {
    readonly folder: string;
    readonly port: number;
    readonly count: number;
    readonly everyMs: number;
  }) {
    const database = openDatabase(folder, { clock: systemClock, log: quiet });
    const store = sqliteStore(database, { clock: systemClock });
    await Promise.all(
      Array.from({ length: count }, (_, i) => {
        // Spread over the interval by how the id begins, as ids of hashes are.
        const id = Math.floor(((i + 0.5) / count) * everyMs)
          .toString(16)
          .padStart(8, '0')
          .padEnd(24, '0');
        const place = { channel: 'telegram', bot: 'main', tenant: `t${i}`, conversation: String(1_000 + i), direct: true, user: String(1_000 + i) };
        const check: Check = {
          id,
          name: `http://127.0.0.1:${port}/site/${i}`,
          kind: 'http',
          config: { url: `http://127.0.0.1:${port}/site/${i}` },
          everyMs,
          timeoutMs: 5_000,
          failures: 1,
          successes: 1,
          level: 'warning',
          tags: [],
          dependsOn: [],
          person: personId(place, place.user),
          from: { user: place.user },
          locale: 'en',
          place,
          madeAt: Date.now(),
        };
        return store.put(checks, id, check);
      }),
    );
    database.close();
  },
});
