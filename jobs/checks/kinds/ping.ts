import { spawn } from 'node:child_process';
import { z } from 'zod';
import type { Address } from '../../../shared/net/lookup.ts';
import type { Attempt } from './attempt.ts';
import { addressesOf } from './dial.ts';
import { Failure } from './failure.ts';
import { host, isHost } from './host.ts';
import { checkKind, common } from './make.ts';

const config = z.strictObject({ host, ...common });
type Config = z.infer<typeof config>;

/** What `ping` says is read up to here, bytes. */
const saidMax = 8_192;

/** A host that answers an echo, by the system's own `ping`, which may send one where this process may not. Where there is none, or it may not either, it says so (`no_ping`). */
export const pingKind = (program = 'ping') =>
  checkKind<Config>({
    kind: 'ping',
    config,
    target: ({ host }) => host,
    read: (words) => (isHost(words.trim()) ? { host: words.trim().toLowerCase() } : null),
    async look({ host }, attempt) {
      const [address] = await addressesOf(host, 0, attempt);
      if (!address) throw new Failure('no_answer');
      attempt.lap('connect');
      const { code, said, unknown } = await pinged(program, address, attempt);
      attempt.lap('firstByte');
      // How long the echo took by ping's own clock, without its start.
      const took = /time[=<]([\d.]+) ?ms/.exec(said)?.[1];
      if (code === 0) return took === undefined ? {} : { ms: Number(took) };
      // 1: no answer; more than that, or nothing at all: it could not send one.
      if (unknown || code !== 1 || /not permitted|permission/i.test(said)) throw new Failure('no_ping', {}, { detail: said });
      throw new Failure('no_echo');
    },
  });

export const ping = pingKind();

interface Pinged {
  /** Null: it was ended. */
  readonly code: number | null;
  readonly said: string;
  /** There is no such program. */
  readonly unknown: boolean;
}

function pinged(program: string, { address, family }: Address, attempt: Attempt): Promise<Pinged> {
  const seconds = Math.max(1, Math.ceil(attempt.tools.timeoutMs / 1_000));
  // macOS has another program for IPv6, and takes ms to wait for one.
  const apple = process.platform === 'darwin';
  const [name, wait] = apple
    ? [family === 6 ? `${program}6` : program, family === 6 ? [] : ['-W', String(seconds * 1_000)]]
    : [program, ['-W', String(seconds)]];
  return new Promise((resolve) => {
    const child = spawn(name, ['-n', '-c', '1', ...wait, address], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env.PATH, LC_ALL: 'C' },
    });
    attempt.hold({ destroy: () => child.kill('SIGKILL') });
    let said = '';
    const heard = (chunk: Buffer) => {
      if (said.length < saidMax) said += chunk.toString('latin1');
    };
    child.stdout.on('data', heard);
    child.stderr.on('data', heard);
    child.on('error', () => resolve({ code: null, said, unknown: true }));
    child.on('close', (code) => resolve({ code, said, unknown: false }));
  });
}
