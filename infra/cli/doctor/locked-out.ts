import { z } from 'zod';
import type { Finding } from '../../core/finding.ts';
import type { Api } from '../server.ts';

const answer = z.object({
  channels: z.array(z.object({ name: z.string(), state: z.string(), detail: z.string().optional(), tenant: z.string().optional() })),
});

/** Bots and workspaces whose tokens their platform refuses, as the running server met them: the others of their channel go on. */
export async function checkLockedOut(server: Pick<Api, 'ask'> | null): Promise<Finding[]> {
  if (!server) return [];
  const { channels } = answer.parse(await server.ask('GET', '/api/local/status'));
  return channels.flatMap(({ name, state, detail = '', tenant }) =>
    tenant !== undefined && state === 'failing' ? [{ about: name, state: 'wrong' as const, detail }] : [],
  );
}
