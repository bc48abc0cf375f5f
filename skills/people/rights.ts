import type { Context } from '../../shared/command/context.ts';
import type { SkillDeps } from '../../shared/command/skill.ts';
import { Refusal } from '../../shared/errors.ts';
import { identitiesOf, linkedPerson } from '../../shared/people/behind.ts';
import { changePerson } from '../../shared/people/change.ts';
import { claimCode, claims, theClaim } from '../../shared/people/claim.ts';
import { codeIn, sameCode } from '../../shared/people/code.ts';
import { guessBook } from '../../shared/people/guesses.ts';
import { nameKey, type Person, type PersonId, people, personId, speakerId, tenantOf } from '../../shared/people/person.ts';
import type { Role } from '../../shared/people/role.ts';
import { VersionConflict } from '../../shared/store/store.ts';

/** People that a name may mean, or that have rights, at most. */
const listedMax = 50;

export interface Found {
  readonly person: Person;
  /** By a mention or an identity: there is no doubt. A name anybody can give themselves. */
  readonly sure: boolean;
}

export interface Rights {
  /** Makes who speaks the first admin, once for the installation. Throws Refusal for a wrong code and when there is one. */
  claim(context: Context, code: string): Promise<void>;
  /** Whom an admin means; those alone to whom this admin may give rights. Throws Refusal for nobody, or several. */
  find(context: Context, who: string): Promise<Found>;
  /** Sets a role, on all of their channels that this admin speaks for. */
  setRole(context: Context, person: PersonId, role: Role): Promise<void>;
  /** Puts someone into a group, or out of it. */
  setGroup(context: Context, person: PersonId, group: string, isIn: boolean): Promise<void>;
  /** Operators and admins of the tenants that who speaks is in. May lag. */
  list(context: Context): Promise<readonly Person[]>;
}

declare module '../../shared/command/context.ts' {
  interface Services {
    rights: Rights;
  }
}

/**
 * Who may what. An admin's word holds for people of the tenants that the admin is in, on any channel those have linked but another tenant of the same platform; who claimed the installation
 * speaks for all. Of several records the person's own is written first, as that is what bounds the rest.
 */
export function rightsIn(deps: Pick<SkillDeps, 'store' | 'clock' | 'env'>): Rights {
  const { store, clock, env } = deps;
  const guesses = guessBook(deps);

  return {
    async claim({ person }, said) {
      const id = speakerId(person);
      const before = await store.get(claims, theClaim);
      if (before && before.value.by !== id)
        throw new Refusal('claimed', 'This installation has its first admin already.', { hint: 'Ask an admin: `role` gives you what you need.' });
      if (!before) {
        const left = await guesses.take(`claim|${id}`);
        const key = env.BELLHOP_KEY;
        if (key === undefined || !sameCode(codeIn(claimCode(key)), codeIn(said)))
          throw new Refusal('claim_code', 'That is not the code.', {
            hint: `It stands in what \`bellhop start\` prints, and \`bellhop deploy\`. You have ${left} tries left.`,
          });
        await store.put(claims, theClaim, { by: id, at: clock.now() }, { expect: 0 }).catch((cause) => {
          throw cause instanceof VersionConflict
            ? new Refusal('claimed', 'Somebody else was just faster.', { hint: 'Ask them for the role you need.' })
            : cause;
        });
      }
      for (const one of new Set([person.id, id])) await changePerson(store, one, (now) => ({ ...(now ?? person), role: 'admin', owner: true }));
    },
    async find(context, who) {
      const reached = await reachOf(context.person);
      const mention = /^<@([A-Z0-9]{2,30})(?:\|[^<>]*)?>$/.exec(who)?.[1];
      const exact = mention === undefined ? who : personId(context.command.place, mention);
      const found = (await store.get<Person>(people, exact))?.value;
      if (found) {
        const person = (await linkedPerson(store, found)) ?? found;
        if (!(await reaches(reached, person))) throw nobody(who);
        return { person, sure: true };
      }
      if (mention !== undefined)
        throw new Refusal('person_unknown', 'I have never spoken with them, so I know nobody by that mention.', {
          hint: 'Let them say hello to me once.',
        });
      const name = nameKey(who.replace(/^@/, ''));
      const named = (
        await Promise.all(
          tenantsOf(context, reached).map((partition) =>
            store.query(people, { index: 'named', partition, from: name, to: `${name}\u0001`, limit: listedMax }),
          ),
        )
      ).flatMap(({ items }) => items.map(({ value }) => value));
      const persons = await Promise.all(named.map(async (one) => (await linkedPerson(store, one)) ?? one));
      const [only, ...others] = [...new Map(persons.map((one) => [one.id, one])).values()];
      if (!only) throw nobody(who);
      if (others.length > 0)
        throw new Refusal(
          'person_ambiguous',
          `Several are called ${who}: ${[only, ...others]
            .map(({ id }) => id)
            .slice(0, 10)
            .join(', ')}.`,
          {
            hint: 'Say which, by the identity that `whoami` shows them.',
          },
        );
      return { person: only, sure: false };
    },
    async setRole(context, id, role) {
      if (id === context.person.id)
        throw new Refusal('role_own', 'Nobody changes their own role.', { hint: 'Another admin can: so there is always one left.' });
      await changeAll(context, id, (person) => ({ ...person, role }));
    },
    setGroup: (context, id, group, isIn) =>
      changeAll(context, id, (person) => {
        const others = (person.groups ?? []).filter((one) => one !== group);
        return { ...person, groups: isIn ? [...others, group] : others };
      }),
    async list(context) {
      const partitions = tenantsOf(context, await reachOf(context.person));
      const pages = await Promise.all(partitions.map((partition) => store.query(people, { index: 'ranked', partition, limit: listedMax })));
      return pages.flatMap(({ items }) => items.map(({ value }) => value));
    },
  };

  async function changeAll({ person: admin }: Context, id: PersonId, to: (person: Person) => Person): Promise<void> {
    const reached = await reachOf(admin);
    await changePerson(store, id, (now) => now && to(now));
    for (const { id: one } of (await identitiesOf(store, id)).slice(1))
      if (speaksFor(reached, one)) await changePerson(store, one, (now) => (now?.linkedTo === id ? to(now) : null));
  }

  /** The tenants an admin speaks for; null: all. */
  async function reachOf(admin: Person): Promise<ReadonlySet<string> | null> {
    const own = await identitiesOf(store, admin.id);
    if (own[0]?.owner) return null;
    return new Set([admin.id, ...own.map(({ id }) => id)].map(tenantOf));
  }

  async function reaches(reached: ReadonlySet<string> | null, person: Person): Promise<boolean> {
    return reached === null || (await identitiesOf(store, person.id)).some(({ id }) => reached.has(tenantOf(id)));
  }
}

const channelOf = (tenant: string) => tenant.split('/', 1)[0];

/** Another workspace of a platform that the admin is in is another organisation. */
function speaksFor(reached: ReadonlySet<string> | null, id: PersonId): boolean {
  const tenant = tenantOf(id);
  return reached === null || reached.has(tenant) || ![...reached].some((one) => channelOf(one) === channelOf(tenant));
}

/** Where names are looked up. */
const tenantsOf = ({ person }: Context, reached: ReadonlySet<string> | null): readonly string[] => [
  ...(reached ?? new Set([person.id, speakerId(person), ...(person.identities ?? [])].map(tenantOf))),
];

const nobody = (who: string) =>
  new Refusal('person_unknown', `I know nobody here called ${who.slice(0, 60)}.`, {
    hint: 'Mention them, or name the identity that `whoami` shows them.',
  });
