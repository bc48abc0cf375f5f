import { randomUUID } from 'node:crypto';
import { access } from '../listening.ts';
import { type Ended, ownProcess, Sandbox, type SandboxOptions, type SandboxProcess } from './sandbox.ts';
import { fromVariable } from './wire.ts';

/** What Lambda is told of a function. */
export interface FunctionConfig {
  readonly name: string;
  /** Its one module. */
  readonly file: string;
  readonly env: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly memoryMb: number;
  /** Runs at once at most; more are refused. */
  readonly reserved?: number;
}

/** What all functions of a stage share here. */
export interface Machine {
  /** How far the clocks of the sandboxes are ahead of this machine's, ms. */
  readonly clockOffsetMs: () => number;
  /** Processes of one function at most: where Lambda would start another, an event waits for one of these. */
  readonly processesMax: number;
  /** Hears each line that a function writes. */
  readonly line: (name: string, text: string) => void;
  /** Starts a process of a function; default: one of its own. */
  readonly start?: (options: SandboxOptions) => SandboxProcess;
}

/** Lambda: more runs at once than are kept for the function. */
export class TooManyRequests extends Error {}

export const arnOf = (name: string) => `arn:aws:lambda:${access.region}:000000000000:function:${name}`;

/** A function: each event in a sandbox of its own, which is kept for the next one, and replaced once its process has ended. */
export class LambdaFunction {
  readonly config: FunctionConfig;
  readonly #machine: Machine;
  #idle: Sandbox[] = [];
  readonly #all = new Set<Sandbox>();
  readonly #waiting: ((sandbox: Sandbox | null) => void)[] = [];
  #running = 0;
  #invocations = 0;
  #generation = 0;
  readonly #generations = new WeakMap<Sandbox, number>();

  constructor(config: FunctionConfig, machine: Machine) {
    this.config = config;
    this.#machine = machine;
  }

  /** Processes started so far. */
  get starts(): number {
    return this.#starts;
  }
  #starts = 0;

  get running(): number {
    return this.#running;
  }

  get invocations(): number {
    return this.#invocations;
  }

  /** The processes that there are. */
  get sandboxes(): readonly Sandbox[] {
    return [...this.#all];
  }

  /** Runs it with this event. Throws TooManyRequests. */
  async invoke(event: unknown, requestId: string = randomUUID()): Promise<Ended> {
    const { name, timeoutMs, memoryMb, reserved = Number.POSITIVE_INFINITY } = this.config;
    if (this.#running >= reserved) throw new TooManyRequests(`Rate Exceeded: ${name}`);
    this.#running++;
    this.#invocations++;
    try {
      const sandbox = await this.#take();
      const ended = await sandbox.invoke({
        event,
        remainingMs: timeoutMs,
        clockOffsetMs: this.#machine.clockOffsetMs(),
        trace: `Root=1-${Math.floor(Date.now() / 1_000).toString(16)}-${requestId.replaceAll('-', '').slice(0, 24)};Parent=${requestId.replaceAll('-', '').slice(0, 16)};Sampled=0`,
        context: {
          functionName: name,
          functionVersion: '$LATEST',
          invokedFunctionArn: arnOf(name),
          memoryLimitInMB: String(memoryMb),
          awsRequestId: requestId,
          logGroupName: `/aws/lambda/${name}`,
          logStreamName: `$LATEST/${sandbox.pid}`,
        },
      });
      if (ended.isOver) await sandbox.over;
      this.#giveBack(sandbox, ended.isOver);
      return ended;
    } finally {
      this.#running--;
    }
  }

  /** Each event from now on meets a new process; those that run end theirs first. */
  renew(): void {
    this.#generation++;
    for (const sandbox of this.#idle) sandbox.kill();
    this.#idle = [];
  }

  async close(): Promise<void> {
    for (const sandbox of this.#all) sandbox.kill();
    await Promise.all([...this.#all].map(({ over }) => over));
  }

  async #take(): Promise<Sandbox> {
    const idle = this.#idle.pop();
    if (idle) return idle;
    if (this.#all.size < this.#machine.processesMax) return this.#start();
    return (await new Promise<Sandbox | null>((resolve) => this.#waiting.push(resolve))) ?? this.#take();
  }

  #giveBack(sandbox: Sandbox, isOver: boolean): void {
    const isOld = this.#generations.get(sandbox) !== this.#generation;
    if (isOld) sandbox.kill();
    if (isOver || isOld) return;
    const next = this.#waiting.shift();
    if (next) next(sandbox);
    else this.#idle.push(sandbox);
  }

  #start(): Sandbox {
    const { name, file, env, memoryMb } = this.config;
    const id = `${name}.${++this.#starts}`;
    const { start = ownProcess, line } = this.#machine;
    const sandbox = new Sandbox(id, start({ id, file, env: { ...env, [fromVariable]: id }, memoryMb, line: (text) => line(name, text) }));
    this.#all.add(sandbox);
    this.#generations.set(sandbox, this.#generation);
    void sandbox.over.then(() => {
      this.#all.delete(sandbox);
      this.#idle = this.#idle.filter((one) => one !== sandbox);
      // There is room for another.
      this.#waiting.shift()?.(null);
    });
    return sandbox;
  }
}
