import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { compiled } from '../../process.ts';
import { keep } from './keeper.ts';
import { byLines, type FromSandbox, type SandboxOptions, type SandboxProcess, type ToSandbox } from './sandbox.ts';

export type ToShared = { readonly id: string } & (
  | { readonly kind: 'open'; readonly file: string; readonly env: Readonly<Record<string, string>> }
  | ({ readonly kind: 'event' } & ToSandbox)
  | { readonly kind: 'warm'; readonly files: readonly string[]; readonly env: Readonly<Record<string, string>> }
  | { readonly kind: 'close' }
);

export type FromShared = { readonly id: string } & (FromSandbox | { readonly kind: 'wrote'; readonly text: string });

const runtime = join(import.meta.dirname, 'shared-runtime.ts');

export interface SharedProcess {
  /** A sandbox in it. Killed, its events end as if its process had; what it is at may go on. */
  readonly start: (options: SandboxOptions) => SandboxProcess;
  /** Loads these modules in this environment, which is in what they have in common, so that no first event waits for them: sources are slower to load than bundles. */
  warm(files: readonly string[], env: Readonly<Record<string, string>>): Promise<void>;
  close(): Promise<void>;
}

/**
 * One process for all sandboxes of a stage, for tests of what becomes of messages rather than of processes: what they import is loaded, and warm, once. Their modules are the sources
 * (`deploy` bundles them), and they stand still only while all of them do.
 */
export function sharedProcess(): SharedProcess {
  let child: ChildProcess | undefined;
  const listeners = new Map<string, (message: FromShared) => void>();
  const awake = new Set<string>();
  const ended = Promise.withResolvers<void>();

  function begin(): ChildProcess {
    const made = fork(runtime, {
      env: { PATH: process.env.PATH, NODE_NO_WARNINGS: '1', TZ: ':UTC', LANG: 'en_US.UTF-8', ...compiled },
      execArgv: ['--conditions=checkout'],
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    keep(made.pid);
    made.on('error', () => {});
    made.once('exit', () => ended.resolve());
    made.on('message', (message: FromShared) => listeners.get(message.id)?.(message));
    return made;
  }

  return {
    async warm(files, env) {
      child ??= begin();
      const loaded = Promise.withResolvers<void>();
      listeners.set('warm', (message) => (message.kind === 'broken' ? loaded.reject(new Error(message.error.errorMessage)) : loaded.resolve()));
      child.send({ id: 'warm', kind: 'warm', files, env } satisfies ToShared);
      await Promise.race([loaded.promise, ended.promise]);
      listeners.delete('warm');
    },
    start({ id, file, env, line }) {
      child ??= begin();
      const to = child;
      const over = Promise.withResolvers<void>();
      void ended.promise.then(over.resolve);
      const send = (message: ToShared) => void to.send(message, () => {});
      const lines = byLines(line);
      let hear = (_: FromSandbox) => {};
      listeners.set(id, (message) => (message.kind === 'wrote' ? lines(message.text) : hear(message)));
      const wake = () => {
        if (awake.size === 0) to.kill('SIGCONT');
        awake.add(id);
      };
      const freeze = () => {
        awake.delete(id);
        if (awake.size === 0) to.kill('SIGSTOP');
      };
      wake();
      send({ id, kind: 'open', file, env });
      return {
        pid: to.pid ?? 0,
        over: over.promise,
        send: (event) => send({ id, kind: 'event', ...event }),
        hear(listener) {
          hear = listener;
        },
        wake,
        freeze,
        kill() {
          send({ id, kind: 'close' });
          listeners.delete(id);
          freeze();
          over.resolve();
        },
      };
    },
    async close() {
      child?.kill('SIGKILL');
      if (child) await ended.promise;
    },
  };
}
