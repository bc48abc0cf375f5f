import type { Secrets } from '../../shared/secrets/secrets.ts';

/** All secrets, opened, one after the other. Throws SecretUnreadable. */
export async function* eachSecret(secrets: Pick<Secrets, 'list' | 'get'>): AsyncGenerator<{ readonly name: string; readonly value: string }> {
  let after: string | undefined;
  do {
    const { names, next } = await secrets.list('', { limit: 1_000, ...(after === undefined ? {} : { after }) });
    for (const name of names) {
      const value = await secrets.get(name);
      if (value !== null) yield { name, value };
    }
    after = next ?? undefined;
  } while (after !== undefined);
}
