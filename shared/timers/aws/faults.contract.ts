import type { Around } from './traffic.contract.ts';

/** What can become of a request: refused; not done and not answered; done and not answered; done some time later; done twice; and its process dies before or after it. */
export const fates = ['throttled', 'timed out', 'done unheard', 'done later', 'done twice', 'dies before', 'dies after'] as const;
export type Fate = (typeof fates)[number];

/** One request of a process that meets its fate. */
export interface Fault {
  /** Put it around all clients of the process. */
  readonly around: Around;
  /** Resolves when the process has died of it. */
  readonly died: Promise<'died'>;
}

/** The `n`th request that the process makes, from 1. `later` does what is done later. */
export function fault(fate: Fate, n: number, later: (act: () => void) => void): Fault {
  let count = 0;
  let isDead = false;
  let die = (_: 'died') => {};
  const died = new Promise<'died'>((resolve) => {
    die = resolve;
  });
  const dies = (): Promise<never> => {
    isDead = true;
    die('died');
    return new Promise(() => {});
  };
  const around: Around = (next) => async (args) => {
    if (isDead) return dies();
    if (++count !== n) return next(args);
    switch (fate) {
      case 'throttled':
        throw named('ThrottlingException');
      case 'timed out':
        throw named('TimeoutError');
      case 'done unheard':
        await next(args);
        throw named('TimeoutError');
      case 'done later':
        // It may be too late by then: nobody hears of it.
        later(() => void next(args).catch(() => {}));
        throw named('TimeoutError');
      case 'done twice':
        await next(args);
        return next(args);
      case 'dies before':
        return dies();
      case 'dies after':
        await next(args);
        return dies();
    }
  };
  return { around, died };
}

function named(name: string): Error {
  const error = new Error(`The request failed: ${name}.`);
  error.name = name;
  return error;
}
