import type { HttpRequest } from '../../shared/channel/channel.ts';

/** Posts a platform's request to Bellhop's address (its origin); resolves to its status. */
export async function post(origin: string, { path, headers, body }: HttpRequest): Promise<number> {
  const answer = await fetch(new URL(path, origin), {
    method: 'POST',
    headers: { ...headers } as Record<string, string>,
    body: new Uint8Array(body),
  });
  await answer.text();
  return answer.status;
}
