import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type SlackStandIn, slashCommand, startSlack } from '../platforms/slack.ts';
import { freePort, type Running, startProcess } from '../process.ts';

export interface CrashOptions {
  readonly rounds: number;
  /** A round ends by kill -9 after this long at most, ms; when exactly is random. */
  readonly roundMs: number;
  readonly connections: number;
  /** The most commands in a round. */
  readonly commandsMax: number;
  readonly random: () => number;
}

/** What was counted over all rounds. */
export interface CrashReport {
  readonly acknowledged: number;
  /** Acknowledged without a record that ended as done: must be none. */
  readonly withoutOutcome: readonly string[];
  /** Acknowledged with more than one record: must be none. */
  readonly twiceRecorded: readonly string[];
  /** Acknowledged and never answered: must be none. */
  readonly unheard: readonly string[];
  /** Answered more than once: allowed, and told. */
  readonly heardTwice: number;
}

const skills = fileURLToPath(new URL('./skills', import.meta.url));

/** Kills the process with -9 at random moments under load, starts it again, and counts at the end what became of each acknowledged command. */
export async function crash(options: CrashOptions): Promise<CrashReport> {
  const slack = await startSlack();
  const folder = mkdtempSync(join(tmpdir(), 'bellhop-crash-'));
  const env = { ...slack.env, BELLHOP_DATA: join(folder, 'data'), BELLHOP_SKILLS: skills, PORT: String(await freePort()) };
  const acknowledged = new Set<string>();
  try {
    let next = 0;
    for (let round = 0; round < options.rounds; round++) {
      const running = await startProcess(env);
      const until = Date.now() + options.roundMs * (0.2 + 0.8 * options.random());
      const last = next + options.commandsMax;
      const speak = async () => {
        while (Date.now() < until && next < last) {
          const n = `n${next++}`;
          if (await asked(slack, running, n)) acknowledged.add(n);
        }
      };
      const speaking = Promise.all(Array.from({ length: options.connections }, speak));
      await sleep(Math.max(0, until - Date.now()));
      await running.end('SIGKILL');
      await speaking;
    }
    const running = await startProcess(env);
    await settled(slack, acknowledged);
    const code = await running.end('SIGTERM');
    if (code !== 0) throw new Error(`A graceful stop ended with ${code}:\n${running.output()}`);
    return report(slack, acknowledged, join(env.BELLHOP_DATA, 'bellhop.db'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
    await slack.close();
  }
}

/** Each command in a conversation of its own, so that no rate limit orders them. Answers whether it was acknowledged. */
async function asked(slack: SlackStandIn, running: Running, n: string): Promise<boolean> {
  const body = slashCommand({
    command: '/bellhop',
    text: `echo ${n}`,
    trigger_id: `trigger.${n}`,
    channel_id: `C${n}`,
    response_url: slack.responseUrl(`C${n}`),
  });
  const headers = { ...slack.sign(body), 'content-type': 'application/x-www-form-urlencoded' };
  return fetch(`${running.url}/slack/commands`, { method: 'POST', headers, body, signal: AbortSignal.timeout(5_000) }).then(
    (response) => response.status === 200,
    () => false,
  );
}

/** Waits until every acknowledged command was heard, or a minute has passed. */
async function settled(slack: SlackStandIn, acknowledged: ReadonlySet<string>): Promise<void> {
  for (let waitedMs = 0; waitedMs < 60_000; waitedMs += 100) {
    const heard = heardBy(slack);
    if ([...acknowledged].every((n) => heard.has(n))) return;
    await sleep(100);
  }
}

function heardBy(slack: SlackStandIn): Map<string, number> {
  const heard = new Map<string, number>();
  for (const { text } of slack.posted) {
    const n = /echo: (n\d+)/.exec(text)?.[1];
    if (n) heard.set(n, (heard.get(n) ?? 0) + 1);
  }
  return heard;
}

function report(slack: SlackStandIn, acknowledged: ReadonlySet<string>, file: string): CrashReport {
  const db = new DatabaseSync(file, { readOnly: true });
  const outcomes = new Map<string, unknown[]>();
  for (const row of db.prepare('SELECT state, command FROM commands').all()) {
    const n = /echo (n\d+)/.exec(String(row.command))?.[1];
    if (n) outcomes.set(n, [...(outcomes.get(n) ?? []), row.state]);
  }
  db.close();
  const heard = heardBy(slack);
  const all = [...acknowledged];
  return {
    acknowledged: all.length,
    withoutOutcome: all.filter((n) => !outcomes.get(n)?.every((state) => state === 'done')),
    twiceRecorded: all.filter((n) => (outcomes.get(n)?.length ?? 0) > 1),
    unheard: all.filter((n) => !heard.has(n)),
    heardTwice: [...heard.values()].filter((times) => times > 1).length,
  };
}
