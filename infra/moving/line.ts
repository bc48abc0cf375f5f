import { z } from 'zod';
import type { Command } from '../../shared/command/command.ts';
import type { MovedCommand } from '../../shared/inbox/moved.ts';
import type { MovedRecord } from '../../shared/store/moved.ts';
import type { MovedTimer } from '../../shared/timers/moved.ts';

/** The form of a backup that this program writes, and the newest it reads. */
export const format = 2;

const instant = z.number().nullable();
const words = z.string().nullable();

/** What of a command is used to place it; all else of it is kept as it is. */
const placed = z.looseObject({
  id: z.string().min(1),
  name: z.string(),
  priority: z.enum(['alert', 'interactive', 'report']),
  acceptedAt: z.number(),
  place: z.looseObject({ channel: z.string(), tenant: z.string() }),
  from: z.looseObject({ user: z.string() }),
});
const command = z.custom<Command>((value) => placed.safeParse(value).success);

const moved = z.object({
  command,
  state: z.enum(['accepted', 'running', 'waiting', 'done', 'failed', 'interrupted', 'dead', 'cancelled']),
  runDue: instant,
  sendDue: instant,
  deadAt: instant,
  endedAt: instant,
  attempt: z.number(),
  lease: z.number(),
  delivery: z.enum(['none', 'pending', 'sent', 'dead']),
  sent: z.number(),
  sends: z.number(),
  cancelledBy: words,
  reason: words,
  sendReason: words,
  replies: z.array(z.unknown()).readonly().nullable(),
  waiting: z.unknown(),
  woken: z.unknown(),
}) satisfies z.ZodType<MovedCommand>;

const record = z.object({ collection: z.string(), key: z.string(), version: z.number(), value: z.unknown() }) satisfies z.ZodType<MovedRecord>;

const timer = z.object({
  id: z.string(),
  version: z.number(),
  due: z.number(),
  next: z.number(),
  tries: z.number(),
}) satisfies z.ZodType<MovedTimer>;

/** One line of a backup. A blob's content follows it, in `bytes`, as base64. */
export const line = z.discriminatedUnion('kind', [
  moved.extend({ kind: z.literal('command') }),
  record.extend({ kind: z.literal('record') }),
  // `early`: it was there when the backup was begun, and stands in it again if it still was at the end.
  timer.extend({ kind: z.literal('timer'), early: z.literal(true).optional() }),
  z.object({ kind: z.literal('secret'), name: z.string(), sealed: z.string() }),
  z.object({ kind: z.literal('blob'), key: z.string(), contentType: z.string(), endsAt: instant, bytes: z.number() }),
  z.object({ kind: z.literal('day'), series: z.string(), day: z.number(), block: z.base64() }),
  z.object({ kind: z.literal('bytes'), data: z.base64() }),
]);

export type Line = z.infer<typeof line>;

/** The last line: how many stand before it, and the SHA-256 of the header and of them, in hexadecimal. */
export const lastLine = z.object({ kind: z.literal('end'), lines: z.number(), sha256: z.string() });

/** The first line, which is not compressed: any Bellhop of any time can read it. */
export const header = z.object({
  bellhop: z.literal('backup'),
  format: z.number().int().min(1),
  /** Tells one backup from another. */
  id: z.string().min(1),
  /** ms since 1970. */
  madeAt: z.number(),
  /** Bellhop's own version, for people. */
  by: z.string(),
  /** The key that the secrets in it are sealed with, wrapped by the key of the installation that it was made of. */
  key: z.string(),
});

export type Header = z.infer<typeof header>;
