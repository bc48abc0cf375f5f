import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const requirements = join(import.meta.dirname, 'requirements.txt');
const modulesCache = join(import.meta.dirname, '../../node_modules/.cache');
const installMsMax = 240_000;

/** There is no Python here that moto runs on, or pip could not have moto: what was tried, and what came of it. */
export class NoMoto extends Error {}

/** The Python of a throwaway environment that has moto and cfn-lint, made in `cache` when it is not there yet. Throws NoMoto. */
export function pythonWithMoto(cache = modulesCache): string {
  const name = createHash('sha256').update(readFileSync(requirements)).digest('hex').slice(0, 12);
  const folder = join(cache, `moto-${name}`);
  const python = join(folder, 'bin/python');
  const ready = join(folder, 'ready');
  if (existsSync(ready)) return python;
  rmSync(folder, { recursive: true, force: true });
  tried('venv', () => run(anyPython(), ['-m', 'venv', folder], 60_000));
  tried('pip', () => run(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', requirements], installMsMax));
  writeFileSync(ready, '');
  return python;
}

function anyPython(): string {
  const isGood = (python: string) => {
    try {
      run(python, ['-c', 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))'], 10_000);
      return true;
    } catch {
      return false;
    }
  };
  const found = ['python3', 'python'].find(isGood);
  if (found === undefined) throw new NoMoto('no python3 of 3.10 or newer with venv and pip');
  return found;
}

function tried(what: string, act: () => void): void {
  try {
    act();
  } catch (cause) {
    if (cause instanceof NoMoto) throw cause;
    const said = cause instanceof Error && 'stderr' in cause ? String(cause.stderr).trim().split('\n').at(-1) : undefined;
    throw new NoMoto(`${what}: ${said || (cause instanceof Error ? cause.message : cause)}`);
  }
}

const run = (file: string, args: string[], timeout: number) => execFileSync(file, args, { timeout, stdio: ['ignore', 'ignore', 'pipe'] });
