import { join } from 'node:path';
import type { Keys } from '../platforms/keys.ts';
import { type Child, startChild } from '../process/child.ts';

/** Starts the floor of the whole product: HMAC, acknowledgement, reply; nothing kept. */
export async function startFloor(keys: Keys, folder: string): Promise<Child & { readonly port: number }> {
  const args = [JSON.stringify({ keys, folder, openIdUrl: '' })];
  const child = await startChild(join(import.meta.dirname, '../servers/floor-reply.ts'), { side: 'server', node: ['--expose-gc'], args });
  return { ...child, port: await child.ask<number>('port') };
}
