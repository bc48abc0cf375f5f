import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Door, doorsOf } from '../hostile/doors.ts';
import { type Platforms, skills } from '../hostile/world.ts';
import { startAlexa } from '../platforms/alexa.ts';
import { startMessenger } from '../platforms/messenger.ts';
import { startSlack } from '../platforms/slack.ts';
import { startTeams } from '../platforms/teams.ts';
import { startTelegram } from '../platforms/telegram.ts';
import { type Running, startProcess } from '../process.ts';

/** Runs `then` with a real process between stand-in platforms, and ends all of it. Throws when the process doesn't end well. */
export async function withServer<T>(then: (running: Running, doors: readonly Door[]) => Promise<T>): Promise<T> {
  const platforms: Platforms = {
    slack: await startSlack(),
    telegram: await startTelegram(),
    teams: await startTeams(),
    messenger: await startMessenger(),
    alexa: await startAlexa(),
  };
  const { slack, telegram, teams, messenger, alexa } = platforms;
  const folder = mkdtempSync(join(tmpdir(), 'bellhop-soak-'));
  const env = { ...slack.env, ...telegram.env, ...teams.env, ...messenger.env, ...alexa.env, BELLHOP_DATA: folder, BELLHOP_SKILLS: skills };
  const running = await startProcess(env, { collects: true });
  try {
    const answer = await then(running, doorsOf(platforms));
    const code = await running.end('SIGTERM');
    if (code !== 0) throw new Error(`A graceful stop ended with ${code}:\n${running.output()}`);
    return answer;
  } finally {
    if (running.child.exitCode === null && running.child.signalCode === null) await running.end('SIGKILL');
    await Promise.all(Object.values(platforms).map((platform) => platform.close()));
    rmSync(folder, { recursive: true, force: true });
  }
}
