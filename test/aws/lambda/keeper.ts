import { type ChildProcess, spawn } from 'node:child_process';

/** Ends what it was told of once nobody speaks to it any more: a process that is stopped can't see that its parent has gone. A number may be another's by then. */
const script = `pids=
while read -r pid; do pids="$pids $pid"; done
for pid in $pids; do case "$(ps -o args= -p "$pid")" in *lambda/*runtime.ts*) kill -9 "$pid";; esac; done`;

let keeper: ChildProcess | undefined;

/** However this process ends, the sandbox `pid`, which it started, ends too. */
export function keep(pid: number | undefined): void {
  if (pid === undefined) return;
  keeper ??= begin();
  keeper.stdin?.write(`${pid}\n`);
}

function begin(): ChildProcess {
  const child = spawn('sh', ['-c', script], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
  child.unref();
  const { stdin } = child;
  if ('unref' in stdin && typeof stdin.unref === 'function') stdin.unref();
  return child;
}
