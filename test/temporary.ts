import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statfsSync } from 'node:fs';
import { join } from 'node:path';

const memory = '/dev/shm';
/** All tests together hold some 30 MiB at a time, in bytes. */
const roomMin = 512 * 1024 ** 2;

/**
 * Before all tests: what they write to temporary folders lies in memory, where that is a file system with room. The real SQLite's files then wait for no disk, which they do thousands
 * of times, and all at once. They outlive a process that is killed, there as well: only a machine that dies would show a difference, and no test has one die.
 */
export default function setup(): (() => void) | undefined {
  if (process.env.TMPDIR || !hasRoom()) return;
  for (const name of readdirSync(memory)) if (isLeft(name)) rmSync(join(memory, name), { recursive: true, force: true });
  const folder = mkdtempSync(join(memory, `bellhop-${process.pid}-`));
  process.env.TMPDIR = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}

/** By a run that was killed: memory is dearer than a disk. */
function isLeft(name: string): boolean {
  const pid = /^bellhop-(\d+)-/.exec(name)?.[1];
  return pid !== undefined && !existsSync(`/proc/${pid}`);
}

function hasRoom(): boolean {
  try {
    // Tests start programs that they have written.
    const canRun = readFileSync('/proc/mounts', 'utf8')
      .split('\n')
      .some((mount) => mount.includes(` ${memory} tmpfs `) && !mount.includes('noexec'));
    const { bavail, bsize } = statfsSync(memory);
    return canRun && bavail * bsize >= roomMin;
  } catch {
    return false;
  }
}
