import { isDeepStrictEqual } from 'node:util';
import { SettingsError } from '../../shared/errors.ts';
import type { Part, Standing, World } from './part.ts';
import { parts } from './parts/index.ts';
import { Unfit } from './unfit.ts';
import { type Installation, worldOf } from './world.ts';

/** All of a person's tenant, as a file that changes nothing when it is applied. `owner`: channel/tenant/user; the first admin unless said. Throws SettingsError for nobody. */
export async function exported(owner: string | undefined, installation: Installation): Promise<Readonly<Record<string, unknown>>> {
  const world = await worldOf(owner === undefined ? {} : { owner }, installation).catch((error: unknown) => {
    if (error instanceof Unfit) throw new SettingsError(error.message, 'Name whose: bellhop export --for channel/tenant/user.');
    throw error;
  });
  const lists = await Promise.all(parts.map(async (part) => [part.key, await listOf(part, world)] as const));
  return {
    for: { owner: world.person.id, place: world.place },
    ...Object.fromEntries(lists.filter(([, list]) => list.length > 0)),
  };
}

async function listOf(part: Part, world: World): Promise<readonly unknown[]> {
  const all = await part.all(world);
  const { channel, tenant } = world.place;
  const isOwn = ({ id, entry: { name } }: Standing) => id === part.idOf(`config//${channel}/${tenant}/${part.key}/${name}`);
  const names = new Map<string, number>();
  for (const { entry } of all) names.set(entry.name, (names.get(entry.name) ?? 0) + 1);
  const nameOf = (id: string) => {
    const name = all.find((one) => one.id === id)?.entry.name;
    return name !== undefined && names.get(name) === 1 ? name : id;
  };
  return all.map((one) => {
    const { name, owner, place, ...rest } = part.unsettle?.(one.entry, nameOf) ?? one.entry;
    return {
      name,
      ...(isOwn(one) ? {} : { id: one.id }),
      ...Object.fromEntries(Object.entries(rest).filter(([key, value]) => !isDeepStrictEqual(part.usual[key], value))),
      ...(owner === world.person.id ? {} : { owner }),
      ...(isDeepStrictEqual(place, world.place) ? {} : { place }),
    };
  });
}
