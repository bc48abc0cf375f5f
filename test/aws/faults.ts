import type { Meddle } from './process.ts';

/**
 * What can become of a call: refused for now; lost on its way there; carried out and its answer lost; carried out after its caller has given up; carried out twice, the answer being
 * that of the second time (as when a client tries again after the first answer was lost). Or its process dies: before the call, or after it.
 */
export const faults = ['throttled', 'lost', 'unanswered', 'late', 'twice', 'dies before', 'dies after'] as const;
export type Fault = (typeof faults)[number];
/** Those that a process lives on with. */
export const survived = ['throttled', 'lost', 'unanswered', 'late', 'twice'] as const satisfies readonly Fault[];
export type Survived = (typeof survived)[number];

export interface Consequences {
  /** Kills the process. */
  readonly die: () => void;
  /** Is given what is carried out late, and does it when it is time. It never rejects. */
  readonly later: (act: () => Promise<unknown>) => void;
}

/** Makes a call so. Answers undefined where the process has died: nobody hears that. */
export async function faulty<T>(fault: Fault, call: () => Promise<T>, { die, later }: Consequences): Promise<T | undefined> {
  switch (fault) {
    case 'throttled':
      throw refused('ThrottlingException', 'Rate exceeded');
    case 'lost':
      throw refused('TimeoutError', 'Connection timed out');
    case 'unanswered':
      await call().catch(() => {});
      throw refused('TimeoutError', 'Connection timed out');
    case 'late':
      later(() => call().catch(() => {}));
      throw refused('TimeoutError', 'Connection timed out');
    case 'twice':
      await call().catch(() => {});
      return call();
    case 'dies before':
      die();
      return undefined;
    case 'dies after':
      await call().catch(() => {});
      die();
      return undefined;
  }
}

/** Calls that are carried out late, all when it is said. */
export class Late {
  #acts: (() => Promise<unknown>)[] = [];

  readonly add = (act: () => Promise<unknown>): void => void this.#acts.push(act);

  async settle(): Promise<void> {
    const acts = this.#acts;
    this.#acts = [];
    await Promise.all(acts.map((act) => act()));
  }
}

export interface OneFaultOptions {
  /** Which calls count; all of them if left out. */
  readonly isMeant?: (command: object) => boolean;
  /** Is given what is carried out late; if left out, `settle` does that. */
  readonly later?: Consequences['later'];
}

/** One fault, at the n-th call (from 0) of all that are made through it, by whichever process; all others go well. */
export class OneFault {
  readonly #n: number;
  readonly #fault: Fault;
  readonly #isMeant: (command: object) => boolean;
  readonly #later: Consequences['later'];
  readonly #late = new Late();
  /** The calls so far, by the names of their commands. */
  readonly calls: string[] = [];

  constructor(n: number, fault: Fault, { isMeant = () => true, later }: OneFaultOptions = {}) {
    this.#n = n;
    this.#fault = fault;
    this.#isMeant = isMeant;
    this.#later = later ?? this.#late.add;
  }

  /** For a process that `die` kills. */
  meddle(die: () => void): Meddle {
    return (command, call) => {
      if (!this.#isMeant(command)) return call();
      this.calls.push(command.constructor.name);
      return this.calls.length - 1 === this.#n ? faulty(this.#fault, call, { die, later: this.#later }) : call();
    };
  }

  /** Carries out what is late. */
  settle(): Promise<void> {
    return this.#late.settle();
  }
}

/** As the client knows an answer of the service, or of its own socket: what its rule of second tries asks for. */
function refused(name: string, message: string): Error {
  return Object.assign(new Error(message), { name, $fault: 'client', $metadata: {} });
}
