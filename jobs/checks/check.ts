import { createHash } from 'node:crypto';
import type { Place, Speaker } from '../../shared/channel/inbound.ts';
import type { PersonId } from '../../shared/people/person.ts';
import { collection } from '../../shared/store/store.ts';

/** Something that is looked at again and again. */
export interface Check {
  /** Follows from the key it was made under, so one command makes one. */
  readonly id: string;
  /** How people call it: "example.com". */
  readonly name: string;
  /** A kind of kinds/, and what that kind's `config` gave. */
  readonly kind: string;
  readonly config: unknown;
  readonly everyMs: number;
  readonly timeoutMs: number;
  /** Failed looks in a row before it is down, and good ones before it is up again. */
  readonly failures: number;
  readonly successes: number;
  /** How bad it is when it is down. */
  readonly level: 'warning' | 'error';
  readonly tags: readonly string[];
  /** Checks without which this one can't be judged: while one of them is down, it is unknown and nobody is told. */
  readonly dependsOn: readonly string[];
  /** Nobody is told before this, ms since 1970. */
  readonly silentUntil?: number;
  readonly person: PersonId;
  readonly from: Speaker;
  /** In which what is wrong is said. */
  readonly locale: string;
  /** Where it was asked for, and is told. */
  readonly place: Place;
  /** ms since 1970. */
  readonly madeAt: number;
}

/** The shortest interval, and the longest, ms. */
export const everyMinMs = 5_000;
export const everyMaxMs = 86_400_000;
export const timeoutDefaultMs = 10_000;

/** By id. `person`: one person's; `tenant`: all of a tenant, by name; `all`: in 16 parts by the id's first digit. */
export const checks = collection<Check>('checks', {
  indexes: {
    person: ({ person, name }) => ({ partition: person, sort: name }),
    tenant: ({ place, name }) => ({ partition: `${place.channel}/${place.tenant}`, sort: name }),
    all: ({ id }) => ({ partition: partOf(id), sort: id }),
  },
});

/** The part of an `all` index that an id is in. */
export const partOf = (id: string) => `all/${id.charAt(0)}`;

/** The parts of the `all` index. */
export const parts: readonly string[] = Array.from('0123456789abcdef', (digit) => `all/${digit}`);

export const idOf = (key: string) => createHash('sha256').update(key).digest('hex').slice(0, 24);

/** How far into its interval a check's turn comes, ms: spread evenly, and the same after a restart. */
export const phaseOf = ({ id, everyMs }: Pick<Check, 'id' | 'everyMs'>) => Number.parseInt(id.slice(0, 8), 16) % everyMs;

/** When a check's turn comes next after an instant, ms since 1970. */
export function turnAfter(check: Pick<Check, 'id' | 'everyMs'>, after: number): number {
  const phase = phaseOf(check);
  return phase + (Math.floor((after - phase) / check.everyMs) + 1) * check.everyMs;
}

/** Under which name a secret of a tenant's checks is kept. */
export const secretOf = ({ place: { channel, tenant } }: { readonly place: Pick<Place, 'channel' | 'tenant'> }, name: string) =>
  `checks/${channel}/${tenant}/${name}`;
