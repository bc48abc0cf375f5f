import { homeOf } from '../../shared/people/behind.ts';
import { claims, theClaim } from '../../shared/people/claim.ts';
import { ownerOf } from './owner.ts';
import { type Entry, lasting, placeOf, type World } from './part.ts';
import { Unfit } from './unfit.ts';

/** What a file is applied to. */
export type Installation = Pick<World, 'deps' | 'services'>;

/** Whom a file is for: who it says, or the first admin; and where they are at home, unless it says another place. Throws Unfit. */
export async function worldOf(
  given: { readonly owner?: string | undefined; readonly place?: Entry['place'] },
  { deps, services }: Installation,
): Promise<World> {
  const { store } = deps;
  const by = given.owner ?? (await store.get(claims, theClaim))?.value.by;
  if (by === undefined)
    throw new Unfit(
      ['for'],
      'It doesn’t say whom it is for, and nobody is admin yet. Say `claim CODE` to Bellhop with the code that its start printed, or write for: { owner: channel/tenant/user }.',
    );
  const person = await ownerOf(by, store, ['for', 'owner']);
  const place = given.place ? placeOf(given.place) : await homeOf(store, person.id);
  if (!place) throw new Unfit(['for'], `${by} is at home nowhere: write where things are told, for: { place: … }, as \`bellhop export\` writes it.`);
  return { deps, services, person, place: lasting(place) };
}
