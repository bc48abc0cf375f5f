import { conflict, invalid, notFound, SchedulerError } from './scheduler-errors.ts';
import { type Asked, named } from './scheduler-requests.ts';

/** A schedule as it is kept. */
export interface Schedule extends Asked {
  readonly arn: string;
  /** ms since 1970. */
  readonly createdAt: number;
  readonly changedAt: number;
}

interface Group {
  readonly name: string;
  readonly createdAt: number;
  readonly token: string | undefined;
}

export interface Listing {
  readonly prefix: string;
  readonly after: string | null;
  readonly max: string | null;
}

const arnOf = (kind: string, name: string) => `arn:aws:scheduler:us-east-1:000000000000:${kind}/${name}`;
const keyOf = (group: string, name: string) => `${group}/${name}`;

/** Schedules and groups in memory. `quotas`: how many of each there may be. */
export function scheduleBook(now: () => number, quotas: { readonly schedules: number; readonly groups: number }) {
  const schedules = new Map<string, Schedule>();
  const groups = new Map<string, Group>([['default', { name: 'default', createdAt: now(), token: undefined }]]);

  const group = (name: string): Group => {
    const found = groups.get(named(name));
    if (!found) throw notFound(`Schedule group ${name}`);
    return found;
  };
  const schedule = (groupName: string, name: string): Schedule => {
    const found = schedules.get(keyOf(group(groupName).name, named(name)));
    if (!found) throw notFound(`Schedule ${name}`);
    return found;
  };

  return {
    schedules,
    schedule,
    group: (name: string) => described(group(name)),

    /** Throws ConflictException for a second of the same name; the same request under the same client token is answered again. */
    create(asked: Asked): { readonly schedule: Schedule; readonly isNew: boolean } {
      const key = keyOf(group(asked.group).name, asked.name);
      const before = schedules.get(key);
      if (before) {
        if (asked.token !== undefined && asked.token === before.token && sameAsked(asked, before)) return { schedule: before, isNew: false };
        throw conflict(`Schedule ${asked.name}`);
      }
      if (schedules.size >= quotas.schedules) throw new SchedulerError('ServiceQuotaExceededException', 'There are as many schedules as may be.');
      return { schedule: keep(key, { ...asked, arn: arnOf('schedule', key), createdAt: now(), changedAt: now() }), isNew: true };
    },

    /** Replaces all fields: what the request does not name goes back to its default. */
    replace(asked: Asked): Schedule {
      const { arn, createdAt } = schedule(asked.group, asked.name);
      return keep(keyOf(asked.group, asked.name), { ...asked, arn, createdAt, changedAt: now() });
    },

    remove(groupName: string, name: string): void {
      schedules.delete(keyOf(groupName, schedule(groupName, name).name));
    },

    /** A page in the order of their names; of all groups where none is named. */
    list(groupName: string | null, state: string | null, listing: Listing): { readonly page: Schedule[]; readonly next: string | undefined } {
      if (groupName !== null) group(groupName);
      if (state !== null && state !== 'ENABLED' && state !== 'DISABLED') throw invalid('State must be ENABLED or DISABLED.');
      const of = [...schedules].filter(
        ([, one]) => (groupName === null || one.group === groupName) && (state === null || one.enabled === (state === 'ENABLED')),
      );
      return pageOf(of, listing, ({ name }) => name);
    },

    createGroup(name: string, token: string | undefined): string {
      const before = groups.get(named(name));
      if (before && (token === undefined || before.token !== token)) throw conflict(`Schedule group ${name}`);
      if (!before && groups.size >= quotas.groups) throw new SchedulerError('ServiceQuotaExceededException', 'There are as many groups as may be.');
      if (!before) groups.set(name, { name, createdAt: now(), token });
      return arnOf('schedule-group', name);
    },

    /** With all schedules in it, at once; the service takes a while. */
    removeGroup(name: string): void {
      if (group(name).name === 'default') throw invalid('The default group cannot be deleted.');
      groups.delete(name);
      for (const [key, one] of schedules) if (one.group === name) schedules.delete(key);
    },

    listGroups(listing: Listing) {
      const { page, next } = pageOf([...groups], listing, ({ name }) => name);
      return { page: page.map(described), next };
    },
  };

  function keep(key: string, one: Schedule): Schedule {
    schedules.set(key, one);
    return one;
  }
}

export type ScheduleBook = ReturnType<typeof scheduleBook>;

const described = ({ name, createdAt }: Group) => ({
  Arn: arnOf('schedule-group', name),
  Name: name,
  State: 'ACTIVE',
  CreationDate: createdAt / 1_000,
  LastModificationDate: createdAt / 1_000,
});

const comparable = ({ name, group, expression, enabled, deleteAfter, description, target }: Asked) =>
  JSON.stringify([name, group, expression, enabled, deleteAfter, description, target]);
const sameAsked = (one: Asked, other: Asked) => comparable(one) === comparable(other);

function pageOf<T>(entries: [string, T][], { prefix, after, max }: Listing, nameOf: (one: T) => string) {
  if (prefix !== '') named(prefix);
  const count = max === null ? 100 : Number(max);
  if (!Number.isInteger(count) || count < 1 || count > 100) throw invalid('MaxResults must be 1 to 100.');
  const seen = after === null ? '' : Buffer.from(after, 'base64url').toString();
  const rest = entries.filter(([key, one]) => nameOf(one).startsWith(prefix) && key > seen).sort(([a], [b]) => (a < b ? -1 : 1));
  const page = rest.slice(0, count);
  const last = page.at(-1);
  return { page: page.map(([, one]) => one), next: rest.length > count && last ? Buffer.from(last[0]).toString('base64url') : undefined };
}
