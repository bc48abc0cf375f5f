import { spawnSync } from 'node:child_process';
import { canPin, cores } from '../machine.ts';

const measuring = `
  const startedAt = performance.now();
  require(process.argv[1]);
  process.stdout.write(String(performance.now() - startedAt), () => process.exit());`;

/** How long a fresh process takes to load a bundle, ms. No cache of compiled code is kept between processes. */
export function loadMs(file: string): number {
  const line = [process.execPath, '--disable-warning=ExperimentalWarning', '-e', measuring, file];
  const [command = '', ...args] = canPin ? ['taskset', '-c', String(cores.server), ...line] : line;
  const { NODE_COMPILE_CACHE: _, ...env } = process.env;
  const { stdout, stderr, status } = spawnSync(command, args, { encoding: 'utf8', env: { ...env, NODE_DISABLE_COMPILE_CACHE: '1' } });
  const took = Number(stdout);
  if (status !== 0 || !(took > 0)) throw new Error(`${file} could not be loaded: ${stderr || stdout}`);
  return took;
}
