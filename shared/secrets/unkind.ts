import { dice } from '../timers/dice.ts';
import { unkindly } from '../timers/unkind.ts';
import type { Secrets } from './secrets.ts';

/** Secrets as distant ones are on a bad day, for tests: lost questions and acknowledgements (StorageFailed). The same seed gives the same day. */
export function unkindSecrets(secrets: Secrets, seed: number): Secrets {
  const roll = dice(seed);
  return {
    get: (name) => secrets.get(name),
    put: (name, value) => unkindly(roll, () => secrets.put(name, value)),
    delete: (name) => unkindly(roll, () => secrets.delete(name)),
    list: (prefix, options) => secrets.list(prefix, options),
    rotate: () => unkindly(roll, () => secrets.rotate()),
  };
}
