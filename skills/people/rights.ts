import type { Context } from '../../shared/command/context.ts';
import type { PersonRef } from '../../shared/command/kinds/index.ts';
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
import type { Words } from './words/en.ts';
import { speak } from './words/speak.ts';

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
  find(context: Context, who: PersonRef): Promise<Found>;
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
      const say = speak(person.locale);
      const id = speakerId(person);
      const before = await store.get(claims, theClaim);
      if (before && before.value.by !== id) throw new Refusal('claimed', say.hasFirstAdmin, { hint: say.askAnAdmin });
      if (!before) {
        const left = await guesses.take(`claim|${id}`);
        const key = env.BELLHOP_KEY;
        if (key === undefined || !sameCode(codeIn(claimCode(key)), codeIn(said)))
          throw new Refusal('claim_code', say.notTheCode, { hint: say.whereTheCodeIs(left) });
        await store.put(claims, theClaim, { by: id, at: clock.now() }, { expect: 0 }).catch((cause) => {
          throw cause instanceof VersionConflict ? new Refusal('claimed', say.somebodyFaster, { hint: say.askThem }) : cause;
        });
      }
      for (const one of new Set([person.id, id])) await changePerson(store, one, (now) => ({ ...(now ?? person), role: 'admin', owner: true }));
    },
    async find(context, who) {
      const say = speak(context.person.locale);
      const reached = await reachOf(context.person);
      const exact = who.by === 'id' ? personId(context.command.place, who.id) : who.by === 'identity' ? who.id : undefined;
      const found = exact === undefined ? undefined : (await store.get<Person>(people, exact))?.value;
      if (found) {
        const person = (await linkedPerson(store, found)) ?? found;
        if (!(await reaches(reached, person))) throw nobody(found.id, say);
        return { person, sure: true };
      }
      if (who.by === 'id') throw new Refusal('person_unknown', say.noMention, { hint: say.letThemSayHello });
      if (who.by !== 'name') throw nobody(who.id, say);
      const name = nameKey(who.name);
      const named = (
        await Promise.all(
          tenantsOf(context, reached).map((partition) =>
            store.query(people, { index: 'named', partition, from: name, to: `${name}\u0001`, limit: listedMax }),
          ),
        )
      ).flatMap(({ items }) => items.map(({ value }) => value));
      const persons = await Promise.all(named.map(async (one) => (await linkedPerson(store, one)) ?? one));
      const [only, ...others] = [...new Map(persons.map((one) => [one.id, one])).values()];
      if (!only) throw nobody(who.name, say);
      if (others.length > 0)
        throw new Refusal(
          'person_ambiguous',
          say.severalCalled(
            who.name,
            [only, ...others]
              .map(({ id }) => id)
              .slice(0, 10)
              .join(', '),
          ),
          { hint: say.byIdentity },
        );
      return { person: only, sure: false };
    },
    async setRole(context, id, role) {
      const say = speak(context.person.locale);
      if (id === context.person.id) throw new Refusal('role_own', say.ownRole, { hint: say.anotherAdminCan });
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

const nobody = (who: string, say: Words) => new Refusal('person_unknown', say.nobodyCalled(who.slice(0, 60)), { hint: say.mentionThem });
