import type { Place, Speaker } from '../../shared/channel/inbound.ts';
import { identitiesOf, personBehind } from '../../shared/people/behind.ts';
import { type Person, type PersonId, people, tenantOf } from '../../shared/people/person.ts';
import type { Store } from '../../shared/store/store.ts';
import { Unfit } from './unfit.ts';

/** Who is behind an identity, with the rights that they have through it now. Throws Unfit for one that is not known. */
export async function ownerOf(id: string, store: Store, path: readonly string[] = ['owner']): Promise<Person> {
  const found = await store.get(people, id);
  if (found) return personBehind(store, found.value);
  throw new Unfit(
    path,
    `Nobody is known as "${id}". Write channel/tenant/user of somebody who has spoken to Bellhop, as \`bellhop export\` writes it.`,
  );
}

/** An owner as a place's tenant knows them, for what is said on their behalf there. Throws Unfit for one whom it doesn't know. */
export async function speakerAt({ channel, tenant }: Place, owner: PersonId, store: Store): Promise<Speaker> {
  const known = (await identitiesOf(store, owner)).find(({ id }) => tenantOf(id) === `${channel}/${tenant}`);
  if (!known) throw new Unfit(['owner'], `${owner} is not known in ${channel}/${tenant}: name somebody who has spoken to Bellhop there.`);
  const { id, name } = known;
  return { user: id.split('/').slice(2).join('/'), ...(name === undefined ? {} : { name }) };
}
