import { z } from 'zod';
import { Failure } from './failure.ts';
import { checkKind, common } from './make.ts';

const config = z.strictObject({
  name: z.string().min(1).max(80).optional().describe('What reports in, for people: "backup".'),
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

const everyMinMs = 5_000;
const everyUsualMs = 60_000;

/** The most grace that nobody asked for, ms. */
const graceUsualMs = 60_000;

/** When the next report is late, ms since 1970, by the last one (or by when the watch began). */
export const lateAt = ({ everyMs, graceMs = Math.min(everyMs / 10, graceUsualMs) }: Config, lastAt: number): number => lastAt + everyMs + graceMs;

/** How often it is seen whether one is late, ms: ten times an interval, each minute at least. */
const turnMs = (everyMs: number) => Math.max(5_000, Math.min(60_000, Math.ceil(everyMs / 10)));

/** Passive: something else reports in, and what is looked at is whether it did. Late is what `lateAt` says. */
export const heartbeat = checkKind<Config>({
  kind: 'heartbeat',
  config,
  target: ({ name = 'heartbeat' }) => name,
  read: (words) => (/^[^\n]{1,80}$/.test(words) ? { name: words, everyMs: everyUsualMs } : null),
  paced: (given, everyMs) => ({ config: { ...given, everyMs: Math.max(everyMinMs, everyMs) }, everyMs: turnMs(everyMs) }),
  async look(given, { tools }) {
    const reported = await tools.reported?.();
    if (!reported) throw new Failure('passive');
    const { lastAt, since } = reported;
    if (tools.now() > lateAt(given, lastAt ?? since)) throw new Failure('not_reported', { everyMs: given.everyMs });
    if (lastAt === null) throw new Failure('not_reported_yet');
    // Nobody was asked, so nobody took any time.
    return { ms: 0 };
  },
});
