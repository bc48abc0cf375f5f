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

/** One fault, at the n-th call (from 0) that `isMeant`; all others go well. */
export function faultAt(
  n: number,
  fault: Fault,
  die: () => void,
  isMeant: (command: object) => boolean = () => true,
): Meddle & { readonly calls: string[] } {
  const calls: string[] = [];
  const meddle: Meddle = (command, call) => {
    if (!isMeant(command)) return call();
    calls.push(command.constructor.name);
    return calls.length - 1 === n ? faulty(fault, call, die) : call();
  };
  return Object.assign(meddle, { calls });
}

function named(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}
