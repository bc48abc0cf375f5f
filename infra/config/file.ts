import { z } from 'zod';
import { placeEntry } from './part.ts';
import { parts } from './parts/index.ts';

/** What a file says of itself. */
export const heading = {
  name: z
    .string()
    .regex(/^[\p{L}\p{N}_.-]{1,60}$/u, 'A file’s name has letters, digits and _ . - alone.')
    .optional()
    .describe('Several files for one tenant have a name each; what another one made is left alone.'),
  for: z
    .strictObject({
      owner: z.string().optional().describe('Whose its things are, as channel/tenant/user; the first admin’s unless said.'),
      place: placeEntry.optional().describe('Where they are told; where the owner is at home unless said.'),
    })
    .optional()
    .describe('Whom it is for.'),
};

/** All that may stand in a file, for editors. */
export async function jsonSchema(): Promise<unknown> {
  const lists = await Promise.all(parts.map(async ({ key, entry }) => [key, z.array(await entry()).optional()] as const));
  const file = z.strictObject({ ...heading, ...Object.fromEntries(lists) }).describe('What Bellhop watches and runs, for `bellhop apply`.');
  return { ...z.toJSONSchema(file, { io: 'input' }), title: 'Bellhop' };
}
