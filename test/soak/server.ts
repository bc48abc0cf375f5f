import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../shared/clock.ts';
import { type Door, doorsOf } from '../hostile/doors.ts';
import { skills } from '../hostile/world.ts';
import { startPlatforms } from '../platforms/all.ts';
import { type Running, startProcess } from '../process.ts';

/** Runs `then` with a real process between stand-in platforms, and ends all of it. Throws when the process doesn't end well. */
export async function withServer<T>(then: (running: Running, doors: readonly Door[]) => Promise<T>): Promise<T> {
  const others = await startPlatforms(systemClock);
  const folder = mkdtempSync(join(tmpdir(), 'bellhop-soak-'));
  const env = { ...others.env, BELLHOP_DATA: folder, BELLHOP_SKILLS: skills };
  const running = await startProcess(env, { collects: true });
  others.platforms.sms.at(running.url);
  try {
    const answer = await then(running, doorsOf(others.platforms));
    const code = await running.end('SIGTERM');
    if (code !== 0) throw new Error(`A graceful stop ended with ${code}:\n${running.output()}`);
    return answer;
  } finally {
    if (running.child.exitCode === null && running.child.signalCode === null) await running.end('SIGKILL');
    await others.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
