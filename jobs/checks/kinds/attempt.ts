import { Refusal } from '../../../shared/errors.ts';
import { shorten } from '../../../shared/reply/text.ts';
import type { Certificate, Finding, Phases, Tools } from '../kind.ts';
import { Failure } from './failure.ts';

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** One look under way: its tools, what it has measured so far, and what it holds open. */
export class Attempt {
  readonly tools: Tools;
  readonly began = performance.now();
  phases: Writable<Phases> = {};
  certificate: Certificate | undefined;
  /** Of HTTP's last answer. */
  status: number | undefined;
  #from = this.began;
  readonly #held: { destroy(): unknown }[] = [];
  #over = false;

  constructor(tools: Tools) {
    this.tools = tools;
  }

  /** A phase has ended; the next begins. */
  lap(phase: keyof Phases): void {
    const now = performance.now();
    this.phases[phase] = now - this.#from;
    this.#from = now;
  }

  /** Another connection begins: what counts is measured of the last. */
  anew(): void {
    this.phases = {};
    this.certificate = undefined;
    this.#from = performance.now();
  }

  /** Closed when the look ends, however it ends. */
  hold<T extends { destroy(): unknown }>(it: T): T {
    if (this.#over) it.destroy();
    else this.#held.push(it);
    return it;
  }

  end(): void {
    this.#over = true;
    // What was opened last first: Node 24 crashes when a socket is destroyed from under its TLS, and then the TLS.
    while (this.#held.length > 0) this.#held.pop()?.destroy();
  }

  get tookMs(): number {
    return performance.now() - this.began;
  }
}

/**
 * Does one look within its time: one timer, whose end closes all that is open. Rejects with what `look` throws, with the Failure `deadline` (values: `stage`, how far it had got, and `timeoutMs`), or
 * with the signal's reason.
 */
export function within<T>(attempt: Attempt, look: (attempt: Attempt) => Promise<T>): Promise<T> {
  const { timeoutMs, signal } = attempt.tools;
  return new Promise((resolve, reject) => {
    const stop = () => settle(reject, signal?.reason);
    const timer = setTimeout(() => settle(reject, new Failure('deadline', { stage: stageOf(attempt.phases), timeoutMs })), timeoutMs);
    function settle<V>(as: (value: V) => void, value: V): void {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
      as(value);
      attempt.end();
    }
    if (signal?.aborted) return stop();
    signal?.addEventListener('abort', stop, { once: true });
    look(attempt).then(
      (value) => settle(resolve, value),
      (error) => settle(reject, error),
    );
  });
}

/** The same as a finding: a Failure, and a refused address, are found; anything else it rejects with. */
export async function found(tools: Tools, look: (attempt: Attempt) => Promise<Partial<Finding>>): Promise<Finding> {
  const attempt = new Attempt(tools);
  const seen = (rest: Partial<Finding> & Pick<Finding, 'up'>): Finding => {
    const finding: Writable<Finding> = { ms: attempt.tookMs, phases: attempt.phases, ...rest };
    if (attempt.status !== undefined) finding.status = attempt.status;
    if (attempt.certificate) finding.certificate = attempt.certificate;
    return finding;
  };
  try {
    return seen({ up: true, ...(await within(attempt, look)) });
  } catch (error) {
    if (error instanceof Failure)
      return seen({
        up: false,
        code: error.code,
        values: error.values,
        ...(error.detail === undefined ? {} : { detail: shorten(error.detail, 200) }),
      });
    if (error instanceof Refusal)
      return seen({ up: false, code: error.code, values: { host: error.values[0] ?? '', address: error.values[1] ?? '' } });
    throw error;
  }
}

/** How far it had got. */
function stageOf({ dns, connect, firstByte }: Phases): string {
  if (dns === undefined) return 'unresolved';
  if (connect === undefined) return 'unconnected';
  return firstByte === undefined ? 'unanswered' : 'unfinished';
}
