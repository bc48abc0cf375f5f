import { backoffMs } from '../../shared/backoff.ts';
import type { Channel, ListenContext } from '../../shared/channel/channel.ts';
import type { Clock } from '../../shared/clock.ts';
import { BellhopError } from '../../shared/errors.ts';
import type { Store } from '../../shared/store/store.ts';
import { keepFiles, messageBytesMax } from './files.ts';
import type { ImapAddress } from './imap/address.ts';
import type { Connection } from './imap/connection.ts';
import { inboundOf } from './inbound.ts';
import type { EmailConfig } from './settings.ts';

/** What is older is left alone, days: a mailbox may have been somebody's before. */
const sinceDays = 2;
/** Messages looked for in one go. */
const uidsMax = 100;
/** A server that can't tell of new mail is asked so often; one that can is asked to go on, ms: it may end what is idle for 30 minutes (RFC 2177). */
const askMs = 30_000;
const idleMs = 9 * 60_000;

export interface ListenParts {
  readonly config: Pick<EmailConfig, 'authserv' | 'ownAddress'>;
  readonly imap: ImapAddress;
  readonly clock: Clock;
  /** Where files are kept. */
  readonly store: Store | undefined;
  readonly random: () => number;
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** Fetches what is unread from a mailbox until the signal ends; a message is marked as read once it is kept, so a crash between the two brings it again, under the same key. */
export function listener(parts: ListenParts): NonNullable<Channel['listen']> {
  const { imap, random, wait } = parts;
  return async (context) => {
    const { signal, report, log } = context;
    for (let failures = 0; !signal.aborted; failures++) {
      let connection: Connection | undefined;
      try {
        const { openConnection, quoted } = await import('./imap/connection.ts');
        connection = await openConnection(imap, signal);
        await connection.command(`SELECT ${quoted(imap.mailbox)}`);
        report({ ok: true, detail: `Reads ${imap.mailbox} of ${imap.user} at ${imap.host}.` });
        failures = 0;
        while (!signal.aborted) {
          const isMore = await takeSome(connection, parts, context);
          if (!isMore && connection.can('IDLE')) await connection.idle(idleMs);
          else if (!isMore) await wait(askMs, signal);
        }
      } catch (cause) {
        if (signal.aborted) break;
        const pause = backoffMs(failures, random);
        const detail = `The mailbox can not be read: ${cause instanceof Error ? cause.message : cause} Check IMAP_URL.`;
        report({ ok: false, detail });
        log.warn({ reason: cause instanceof BellhopError ? cause.code : 'imap', pause }, detail);
        await wait(pause, signal);
      } finally {
        connection?.close();
      }
    }
  };
}

/** Takes what is unread; answers whether there may be more. Throws what `accept` throws: what isn't kept stays unread. */
async function takeSome(connection: Connection, { config, clock, store }: ListenParts, { accept, signal }: ListenContext): Promise<boolean> {
  const found = await connection.command(`UID SEARCH UNSEEN SINCE ${dayOf(clock.now() - sinceDays * 86_400_000)}`);
  const uids = found
    .flatMap(({ line }) => /^\* SEARCH\b(.*)$/i.exec(line)?.[1]?.split(' ') ?? [])
    .filter((uid) => /^\d{1,10}$/.test(uid))
    .slice(0, uidsMax);
  for (const uid of uids) {
    if (signal.aborted) return false;
    const fetched = await connection.command(`UID FETCH ${uid} (BODY.PEEK[]<0.${messageBytesMax}>)`);
    const raw = fetched.find(({ line, literals }) => /\bFETCH\b/i.test(line) && literals.length > 0)?.literals[0];
    const arrived = raw ? inboundOf(raw, config, clock.now()) : null;
    if (arrived !== null && arrived !== 'malformed') {
      const { inbound, attachments } = arrived;
      if (inbound.files && store) await keepFiles(attachments, inbound.files, store, clock);
      await accept(inbound);
    }
    await connection.command(`UID STORE ${uid} +FLAGS.SILENT (\\Seen)`);
  }
  return uids.length === uidsMax;
}

/** `23-Nov-2026` (RFC 3501, formal syntax). */
function dayOf(at: number): string {
  const [, day, month, year] = /^\w+, (\d\d) (\w+) (\d+)/.exec(new Date(at).toUTCString()) ?? [];
  return `${day}-${month}-${year}`;
}
