import { setTimeout as sleep } from 'node:timers/promises';
import type { Channel, HttpAnswer } from '../channel/channel.ts';
import type { Inbound } from '../channel/inbound.ts';
import type { Clock } from '../clock.ts';
import type { CommandRecord, Inbox, Outcome, Taken } from '../inbox/inbox.ts';
import type { Reply } from '../reply/reply.ts';
import type { Accept } from './accept.ts';
import { backoffMs } from './backoff.ts';
import type { Observer } from './observe.ts';
import { rendered } from './rendered.ts';

/** Keeps, runs and answers one spoken request. Rejects as `accept` does; after that it always answers. */
export type Voice = (inbound: Inbound, startedAt: number) => Promise<HttpAnswer>;

/** How long a voice waits for its outcome, ms. Alexa: about 8 s for the whole response. */
const patienceMs = 6_500;

export interface VoiceParts {
  readonly channel: Channel;
  readonly accept: Accept;
  readonly dispatch: (taken: Taken) => Promise<Outcome>;
  readonly inbox: Inbox;
  readonly clock: Clock;
  readonly observer: Observer;
  readonly waitMs?: number;
}

/**
 * The same path as every other command, inside the platform's time: accepted with its lease taken, run at once, and spoken if the outcome is there in
 * time; else the answer follows like any other reply. A repeat of a request gets the stored answer.
 */
export function voice({ channel, accept, dispatch, inbox, clock, observer, waitMs = patienceMs }: VoiceParts): Voice {
  const respond = (inbound: Inbound, replies: readonly Reply[], state: 'answered' | 'later'): HttpAnswer => {
    const place = { ...inbound.place, user: inbound.from.user };
    const messages = replies.flatMap((reply) =>
      rendered(channel, reply, { place, locale: inbound.locale ?? 'en', timeZone: inbound.timeZone ?? 'UTC' }),
    );
    return channel.respond?.(messages, inbound, state) ?? { status: 500 };
  };

  return async (inbound, startedAt) => {
    const accepted = await accept(inbound, { lease: true });
    if (accepted.known) {
      observer.duplicate(channel.name);
      const record = await ended(accepted.record, startedAt + waitMs);
      return respond(inbound, record.replies, isAnswered(record) ? 'answered' : 'later');
    }
    observer.accepted(channel.name, clock.now() - startedAt);
    const { taken } = accepted;
    if (!taken) return respond(inbound, [], 'later');

    let inTime = true;
    const run = dispatch(taken).then(async (outcome) => {
      const spoken = inTime && 'replies' in outcome;
      await inbox.finish(taken, outcome, { delivered: spoken });
      return spoken ? outcome.replies : null;
    });
    const waited = new AbortController();
    const late = sleep(Math.max(0, startedAt + waitMs - clock.now()), null, { signal: waited.signal }).catch(() => null);
    // A run that may heal is told as "later": it goes back to the queue at once, and is run and answered like any other.
    const told = run.catch(async (cause) => {
      observer.rejected(channel.name, 'voice_run', cause);
      // What the disk refuses here too is handed out again when its lease ends.
      await inbox.finish(taken, { state: 'accepted', at: clock.now() + backoffMs(0, Math.random), reason: String(cause) }).catch(() => false);
      return null;
    });
    const replies = await Promise.race([told, late]);
    inTime = false;
    waited.abort();
    if (replies === null) return respond(inbound, [], 'later');
    observer.replied({ channel: channel.name, trace: taken.record.command.trace, tookMs: clock.now() - taken.record.command.acceptedAt });
    return respond(inbound, replies, 'answered');
  };

  /** Waits for a record that is still being worked on, as long as voice has time. */
  async function ended(record: CommandRecord, until: number): Promise<CommandRecord> {
    let now = record;
    while (!isAnswered(now) && clock.now() < until) {
      await sleep(100);
      now = (await inbox.read(record.command.id)) ?? now;
    }
    return now;
  }
}

const isAnswered = (record: CommandRecord) => record.state !== 'accepted' && record.state !== 'running';
