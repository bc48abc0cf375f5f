import { setTimeout as sleep } from 'node:timers/promises';
import { backoffMs } from '../backoff.ts';
import type { Channel, HttpAnswer } from '../channel/channel.ts';
import type { Inbound } from '../channel/inbound.ts';
import type { Clock } from '../clock.ts';
import type { CommandRecord, Inbox, Outcome, Taken } from '../inbox/inbox.ts';
import type { Reply } from '../reply/reply.ts';
import type { Accept } from './accept.ts';
import type { Observer } from './observe.ts';
import { rendered } from './rendered.ts';

/** Keeps, runs and answers one spoken request. Rejects as `accept` does; after that it always answers. */
export type Voice = (inbound: Inbound, startedAt: number) => Promise<HttpAnswer>;

/** How long a voice waits for its outcome, ms. Alexa: about 8 s for the whole response. */
const patienceMs = 6_500;
/** Five minutes of tries to keep an outcome: then its lease has ended, and it is another's. */
const keepTriesMax = 300;

export interface VoiceParts {
  readonly channel: Channel;
  readonly accept: Accept;
  readonly dispatch: (taken: Taken) => Promise<Outcome>;
  readonly inbox: Inbox;
  readonly clock: Clock;
  readonly observer: Observer;
  readonly waitMs?: number;
  /** Between two tries to keep an outcome that the disk doesn't take, ms. */
  readonly keepAgainMs?: number;
}

/**
 * The same path as every other command, inside the platform's time: accepted with its lease taken, run at once, and spoken if the outcome is there in
 * time; else the answer follows like any other reply. A repeat of a request gets the stored answer.
 */
export function voice({ channel, accept, dispatch, inbox, clock, observer, waitMs = patienceMs, keepAgainMs = 1_000 }: VoiceParts): Voice {
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

    const waited = new AbortController();
    const late = sleep(Math.max(0, startedAt + waitMs - clock.now()), null, { signal: waited.signal }).catch(() => null);
    // Decided once, by whichever comes first: what is spoken is not delivered besides, and what is not spoken is.
    let by: 'voice' | 'later' | undefined;
    let spoken: readonly Reply[] = [];
    let kept: Promise<void> = Promise.resolve();
    const ran = run(taken).then((outcome) => {
      if (by === undefined) {
        by = 'replies' in outcome ? 'voice' : 'later';
        spoken = 'replies' in outcome ? outcome.replies : [];
      }
      kept = keep(taken, outcome, by === 'voice');
    });
    await Promise.race([ran, late]);
    by ??= 'later';
    // What is spoken is best kept before; but a slow disk makes nobody wait for what is known.
    if (by === 'voice') await Promise.race([kept, late]);
    waited.abort();
    if (by === 'later') return respond(inbound, [], 'later');
    observer.replied({ channel: channel.name, trace: taken.record.command.trace, tookMs: clock.now() - taken.record.command.acceptedAt });
    return respond(inbound, spoken, 'answered');
  };

  /** A run that may heal goes back to the queue at once, and is run and answered like any other. */
  async function run(taken: Taken): Promise<Outcome> {
    try {
      return await dispatch(taken);
    } catch (cause) {
      observer.rejected(channel.name, 'voice_run', cause);
      return { state: 'accepted', at: clock.now() + backoffMs(0, Math.random), reason: String(cause) };
    }
  }

  /** The outcome is kept, however long the disk takes it ill: the run is over, and must not be run again for that. Gives up when another has it by then. */
  async function keep(taken: Taken, outcome: Outcome, delivered: boolean): Promise<void> {
    for (let tries = 0; tries < keepTriesMax; tries++) {
      try {
        await inbox.finish(taken, outcome, { delivered });
        return;
      } catch {
        // Reported where it failed.
        await sleep(keepAgainMs, undefined, { ref: false });
      }
    }
  }

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
