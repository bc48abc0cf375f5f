import type { Clock } from '../../shared/clock.ts';
import type { Command } from '../../shared/command/command.ts';
import { commandId } from '../../shared/flow/accept.ts';
import type { Inbox } from '../../shared/inbox/inbox.ts';
import { sqliteInbox } from '../../shared/inbox/sqlite/inbox.ts';
import { reply } from '../../shared/reply/reply.ts';
import { type DatabaseLog, openDatabase } from '../../shared/sqlite/database.ts';

export const quiet: DatabaseLog = { info() {}, warn() {}, error() {} };

/** Fills a data folder by the product's own driver: commands that have ended and been answered, and commands that nobody has taken yet. */
export async function fill(folder: string, { finished, open }: { readonly finished: number; readonly open: number }, clock: Clock): Promise<void> {
  const database = openDatabase(folder, { clock, log: quiet });
  const inbox = sqliteInbox(database, { clock, random: Math.random });
  for (let at = 0; at < finished; at += 10_000) {
    const end = Math.min(finished, at + 10_000);
    await acceptMany(inbox, at, end, clock);
    await workOff(inbox, end - at);
  }
  await acceptMany(inbox, finished, finished + open, clock);
  database.close();
}

/** Accepts the commands from `first` to `end`, 500 at once. */
export async function acceptMany(inbox: Pick<Inbox, 'accept'>, first: number, end: number, clock: Clock): Promise<void> {
  for (let at = first; at < end; at += 500) {
    await Promise.all(Array.from({ length: Math.min(500, end - at) }, (_, i) => inbox.accept(commandOf(at + i, clock.now()))));
  }
}

/** Runs and delivers, with nothing done, until `count` commands have been answered. */
export async function workOff(inbox: Pick<Inbox, 'consume' | 'deliver'>, count: number): Promise<void> {
  const enough = new AbortController();
  let answered = 0;
  const options = { signal: enough.signal, concurrency: 256, stopMs: 10_000 };
  await Promise.all([
    inbox.consume(async () => ({ state: 'done', replies: [reply('Done.')] }), options),
    inbox.deliver(async () => {
      if (++answered === count) setImmediate(() => enough.abort('stop'));
      return { state: 'sent' };
    }, options),
  ]);
}

/** What a slash command becomes. Its response_url is nobody's, so that nothing ever leaves this machine. */
function commandOf(n: number, now: number): Command {
  const user = `U${String(n % 499).padStart(9, '0')}`;
  const id = commandId('slack', 'main', 'T0BENCH01', String(n));
  const place = { channel: 'slack', bot: 'main', tenant: 'T0BENCH01', conversation: `C${String(n).padStart(9, '0')}`, user };
  return {
    id,
    name: 'noop',
    raw: { text: 'noop' },
    from: { user, name: 'steve' },
    place: { ...place, via: { response_url: `http://127.0.0.1:9/commands/T0BENCH01/${7_000_000_000_000 + n}/bBnXcMZlqNq4q9GbHdVfTjYk` } },
    priority: 'interactive',
    saidAt: now,
    acceptedAt: now,
    trace: id,
  };
}
