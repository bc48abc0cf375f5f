import type { Meddle } from './process.ts';

/**
 * What can become of a call: refused for now; lost on its way there; carried out and its answer lost; carried out twice, the answer being that of the second time (as when a
 * client tries again after the first answer was lost). Or its process dies: before the call, or after it.
 */
export const faults = ['throttled', 'lost', 'unanswered', 'twice', 'dies before', 'dies after'] as const;
export type Fault = (typeof faults)[number];

/** Makes a call so. `die` kills its process. */
export async function faulty(fault: Fault, call: () => Promise<unknown>, die: () => void): Promise<unknown> {
  switch (fault) {
    case 'throttled':
      throw named('ThrottlingException', 'Rate exceeded');
    case 'lost':
      throw named('TimeoutError', 'Connection timed out');
    case 'unanswered':
      await call();
      throw named('TimeoutError', 'Connection timed out');
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

/** One fault, at the n-th call (from 0) of all that are made through it, by whichever process; all others go well. */
export class OneFault {
  readonly #n: number;
  readonly #fault: Fault;
  /** The calls so far, by the names of their commands. */
  readonly calls: string[] = [];

  readonly #isMeant: (command: object) => boolean;

  /** `isMeant`: which calls count. */
  constructor(n: number, fault: Fault, isMeant: (command: object) => boolean = () => true) {
    this.#n = n;
    this.#fault = fault;
    this.#isMeant = isMeant;
  }

  /** For a process that `die` kills. */
  meddle(die: () => void): Meddle {
    return (command, call) => {
      if (!this.#isMeant(command)) return call();
      this.calls.push(command.constructor.name);
      return this.calls.length - 1 === this.#n ? faulty(this.#fault, call, die) : call();
    };
  }
}

function named(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}
