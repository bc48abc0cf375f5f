import { z } from 'zod';
import { Failure } from './failure.ts';
import { checkKind, common } from './make.ts';

const config = z.strictObject({
  everyMs: z
    .int()
    .min(5_000)
    .max(366 * 86_400_000)
    .describe('How often something reports in, ms.'),
  graceMs: z
    .int()
    .min(0)
    .max(366 * 86_400_000)
    .optional()
    .describe('How late it may be, ms; a tenth of everyMs, and a minute at most, unless said.'),
  inverted: common.inverted,
});
type Config = z.infer<typeof config>;

/** The most grace that nobody asked for, ms. */
const graceUsualMs = 60_000;

/** When the next report is late, ms since 1970, by the last one (or by when the watch began). */
export const lateAt = ({ everyMs, graceMs = Math.min(everyMs / 10, graceUsualMs) }: Config, lastAt: number): number => lastAt + everyMs + graceMs;

/** Passive: something else reports in, and nothing is looked at. Late is what `lateAt` says. */
export const heartbeat = checkKind<Config>({
  kind: 'heartbeat',
  config,
  target: () => 'heartbeat',
  look: () => Promise.reject(new Failure('passive')),
});
