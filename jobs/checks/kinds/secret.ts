import { z } from 'zod';
import { SecretUnreadable } from '../../../shared/secrets/secrets.ts';
import type { Attempt } from './attempt.ts';
import { Failure } from './failure.ts';

/** A value that must not stand in a config: its name in the secrets. */
export const secret = z
  .strictObject({ secret: z.string().regex(/^[\w.:@/-]{1,100}$/, 'A secret’s name has letters, digits and . _ : @ / - alone.') })
  .describe('The name of a secret, which holds the value.');

/** A value as it is, or from a secret. */
export const textOrSecret = z.union([z.string(), secret], { error: 'Write the text, or { "secret": "its name" }.' });

export interface Secret {
  readonly secret: string;
}

/** The value. Throws Failure when there is no such secret. */
export async function revealed(given: string | Secret, { tools }: Attempt): Promise<string> {
  if (typeof given === 'string') return given;
  const value = await tools.secret(given.secret).catch((error) => {
    throw error instanceof SecretUnreadable ? new Failure('secret_unfit', {}, { cause: error }) : error;
  });
  if (value === null) throw new Failure('secret_missing', { name: given.secret });
  // Files and pipes leave a line's end behind.
  return value.replace(/\r?\n$/, '');
}
