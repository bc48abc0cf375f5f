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
  readonly connections: number;
  /** A round ends by kill -9 once so many commands were acknowledged, at most; at how many, and how soon after, is random. */
  readonly commandsMax: number;
  readonly random: () => number;
}

/** What was counted over all rounds. */
export interface CrashReport {
  readonly acknowledged: number;
  /** Deliveries that were told again after a crash, acknowledged before or not, as platforms do. */
  readonly toldAgain: number;
  /** Commands that had not ended, or whose answer was not out, when the process was killed; over all rounds. */
  readonly openAtDeath: number;
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

/** Deliveries of a round that are told again in the next, at most: the last ones, so those that were under way when the process died. */
const toldAgainMax = 20;
/** Longer than any round takes. */
const roundMaxMs = 10_000;
/** The process dies so long after its round has had enough, at most. */
const afterwardsMs = 30;

/**
 * Kills the process with -9 at random moments under load, starts it again, tells it again what it may not have heard, and counts at the end what became of
 * each acknowledged command.
 */
export async function crash(options: CrashOptions): Promise<CrashReport> {
  const slack = await startSlack();
  const folder = mkdtempSync(join(tmpdir(), 'bellhop-crash-'));
  const env = { ...slack.env, BELLHOP_DATA: join(folder, 'data'), BELLHOP_SKILLS: skills, PORT: String(await freePort()) };
  const file = join(env.BELLHOP_DATA, 'bellhop.db');
  const acknowledged = new Set<string>();
  let [next, toldAgain, openAtDeath] = [0, 0, 0];
  let again: string[] = [];
  try {
    for (let round = 0; round < options.rounds; round++) {
      const running = await startProcess(env);
      let left = Math.ceil(options.commandsMax * options.random());
      let enough = () => {};
      const reached = new Promise<void>((resolve) => (enough = resolve));
      const told: string[] = [];
      toldAgain += again.length;
      const speak = async () => {
        while (running.child.signalCode === null) {
          const n = again.pop() ?? `n${next++}`;
          told.push(n);
          if (!(await asked(slack, running, n))) continue;
          acknowledged.add(n);
          if (--left === 0) enough();
        }
      };
      const speaking = Promise.all(Array.from({ length: options.connections }, speak));
      await Promise.race([reached, sleep(roundMaxMs)]);
      await sleep(afterwardsMs * options.random());
      await running.end('SIGKILL');
      await speaking;
      openAtDeath += openIn(file);
      again = told.slice(-toldAgainMax);
    }
    const running = await startProcess(env);
    await settled(slack, acknowledged);
    const code = await running.end('SIGTERM');
    if (code !== 0) throw new Error(`A graceful stop ended with ${code}:\n${running.output()}`);
    return { ...report(slack, acknowledged, file), toldAgain, openAtDeath };
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

/** Waits until every acknowledged command was heard; less long than a lease lasts, for what a dead process was running must not have to wait for its end. */
async function settled(slack: SlackStandIn, acknowledged: ReadonlySet<string>): Promise<void> {
  for (let waitedMs = 0; waitedMs < 25_000; waitedMs += 100) {
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

/** Commands that are to be run, or whose answer is to be sent. */
function openIn(file: string): number {
  const db = new DatabaseSync(file);
  const open = db.prepare('SELECT count(*) AS open FROM commands WHERE run_due IS NOT NULL OR send_due IS NOT NULL').get()?.open;
  db.close();
  return Number(open);
}

function report(slack: SlackStandIn, acknowledged: ReadonlySet<string>, file: string): Omit<CrashReport, 'toldAgain' | 'openAtDeath'> {
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
