import { z } from 'zod';
import type { Attempt } from './attempt.ts';
import type { Trust } from './tls.ts';

/** Whom to trust besides the system's roots. */
export const trust = z
  .union([z.literal('any'), z.strictObject({ ca: z.string().includes('BEGIN CERTIFICATE', { error: 'Write the certificate as PEM.' }) })], {
    error: 'Write "any", or { "ca": a certificate as PEM }.',
  })
  .describe('A certificate (PEM) to trust besides the system’s; or "any", and only its days count.');

export const trusted = (given: z.infer<typeof trust> | undefined, { tools }: Attempt): Trust => ({
  ca: typeof given === 'object' ? given.ca : tools.ca,
  any: given === 'any',
});

export const certificateDays = z.int().min(0).max(3_650).describe('Down when the certificate ends in fewer days.');
