import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { NoMoto, pythonWithMoto } from './python.ts';
import { worlds } from './vitest.config.ts';

/**
 * `npm run test:moto`: the tests of the AWS drivers on moto, the stronger second world, and cfn-lint over the template. Where there is no Python, pip or moto it says so and
 * does nothing: exit 0. Else Vitest's own exit code, which is not 0 when it takes longer than `msMax` either.
 */
const root = join(import.meta.dirname, '../..');
const account = '000000000000';
const msMax = 420_000;

/** A moto, ended with this process whatever becomes of it: it reads a pipe of ours. */
async function startMoto(python: string): Promise<{ readonly endpoint: string; end(): void }> {
  const child = spawn(python, [join(import.meta.dirname, 'serve.py')], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, MOTO_ACCOUNT_ID: account, MOTO_DISABLE_GLOBAL_CORS: 'true' },
  });
  const [endpoint] = await Promise.race([
    once(createInterface({ input: child.stdout }), 'line'),
    once(child, 'exit').then(([code]) => Promise.reject(new Error(`moto ended with ${code} before it said its address.`))),
  ]);
  return { endpoint: String(endpoint), end: () => child.stdin.end() };
}

async function main(): Promise<number> {
  const python = pythonWithMoto();
  const motos = await Promise.all(Array.from({ length: worlds }, () => startMoto(python)));
  const endsAt = Date.now() + msMax;
  const vitest = spawn(process.execPath, [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--config', 'test/moto/vitest.config.ts'], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, MOTO_ENDPOINTS: motos.map(({ endpoint }) => endpoint).join(), MOTO_PYTHON: python },
    timeout: msMax,
  });
  const [code] = await once(vitest, 'exit');
  for (const moto of motos) moto.end();
  if (Date.now() >= endsAt) console.error(`test:moto took longer than ${msMax / 1_000} s, and was ended.`);
  return code ?? 1;
}

process.exitCode = await main().catch((cause: unknown) => {
  if (!(cause instanceof NoMoto)) throw cause;
  console.log(`test:moto does nothing here: ${cause.message}.`);
  return 0;
});
