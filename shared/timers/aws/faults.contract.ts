import { type Fault, faulty } from '../../../test/aws/faults.ts';
import type { Around } from './traffic.contract.ts';

/** One request of a process that meets a fault. */
export interface Faulted {
  /** Put it around all clients of the process. */
  readonly around: Around;
  /** Resolves when the process has died of it. */
  readonly died: Promise<'died'>;
}

/** The `n`th request that the process makes, from 1. `later` does what is carried out late. */
export function faulted(fault: Fault, n: number, later: (act: () => void) => void): Faulted {
  let count = 0;
  let isDead = false;
  let tell = (_: 'died') => {};
  const died = new Promise<'died'>((resolve) => {
    tell = resolve;
  });
  const die = () => {
    isDead = true;
    tell('died');
  };
  const around: Around = (next) => async (args) => {
    if (isDead) return never;
    if (++count !== n) return next(args);
    return (await faulty(fault, () => next(args), { die, later: (act) => later(() => void act()) })) ?? never;
  };
  return { around, died };
}

const never = new Promise<never>(() => {});
