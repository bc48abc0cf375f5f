import { setTimeout as sleep } from 'node:timers/promises';
import type { Channel, HttpAnswer, Message } from '../channel/channel.ts';
import type { Inbound } from '../channel/inbound.ts';
import { channelTitle } from '../channel/title.ts';
import type { Clock } from '../clock.ts';
import type { Command, CommandId } from '../command/command.ts';
import type { CommandRecord, Inbox, Taken } from '../inbox/inbox.ts';
import { type Person, type PersonId, people, personId } from '../people/person.ts';
import type { Reply } from '../reply/reply.ts';
import type { Store } from '../store/store.ts';
import type { Accept } from './accept.ts';
import { sayEndIn } from './ends/say.ts';
import { keptBook } from './kept.ts';
import type { Observer } from './observe.ts';
import { keepLongTokens, rendered } from './rendered.ts';

import { type Reaching, targetOf } from './target.ts';

/** Keeps, runs and answers one spoken request. Rejects as `accept` does; after that it always answers. */
export type Voice = (inbound: Inbound, startedAt: number) => Promise<HttpAnswer>;

/** How long a voice waits for its outcome, ms. Alexa: about 8 s for the whole response. */
const patienceMs = 6_500;
/** How long it waits for what it says to be on the disk, ms. */
const writeMs = 500;
/** What is kept for one person, looked at for whether any of it can be told by now. */
const keptLookedAt = 5;

/** A spoken command's replies, if they are there in time. */
export interface Spoken {
  readonly replies: readonly Reply[];
  /** Resolves when it is kept that they are said. */
  readonly kept: Promise<void>;
}

/**
 * Runs a command that was accepted with its lease taken, and waits for its outcome until then, ms since 1970. Who tells it is decided once: what is answered here is not told
 * besides; 'later': what comes is told like any other reply. `said` makes of the replies what is said. Never rejects.
 */
export type RunSpoken = (taken: Taken, until: number, said: (replies: readonly Reply[]) => Promise<readonly Reply[]>) => Promise<Spoken | 'later'>;

export interface VoiceParts {
  readonly channel: Channel;
  /** All of them: where the person may have a home. */
  readonly channels: ReadonlyMap<string, Reaching>;
  readonly accept: Accept;
  readonly run: RunSpoken;
  readonly inbox: Pick<Inbox, 'read'>;
  readonly store: Store;
  readonly clock: Clock;
  readonly observer: Observer;
  readonly waitMs?: number;
}

/**
 * The same path as every other command, inside the platform's time: accepted with its lease taken, run at once, and spoken if the outcome is there in
 * time; else the voice says where the answer follows. A repeat of a request gets the stored answer.
 */
export function voice(parts: VoiceParts): Voice {
  const { channel, accept, run, inbox, store, clock, observer, waitMs = patienceMs } = parts;
  const kept = keptBook(store, clock);

  return async (inbound, startedAt) => {
    const accepted = await accept(inbound, { lease: true });
    const until = startedAt + waitMs;
    if (accepted.known) {
      observer.duplicate(channel.name);
      const record = await ended(accepted.record, until);
      return isAnswered(record) ? respond(inbound, record.command, answerIn(record), 'answered') : later(inbound, record.command);
    }
    observer.accepted(channel.name, clock.now() - startedAt);
    const { taken } = accepted;
    if (!taken) return respond(inbound, undefined, [sayEndIn(localeOf(inbound)).later(null)], 'later');
    const { command } = taken.record;

    const spoken = await run(taken, until, (replies) => withKept(inbound, replies));
    if (spoken === 'later') return later(inbound, command);
    // What is spoken is best kept before; but a slow disk makes nobody wait for what is known.
    const over = new AbortController();
    await Promise.race([spoken.kept, rest(until - clock.now(), over.signal)]);
    over.abort();
    observer.replied({ channel: channel.name, trace: command.trace, tookMs: clock.now() - command.acceptedAt });
    return respond(inbound, command, spoken.replies, 'answered');
  };

  /** Who asks for one thing hears that another waits; who opens the conversation is told it, and a question stands last. */
  async function withKept(inbound: Inbound, replies: readonly Reply[]): Promise<readonly Reply[]> {
    if (inbound.said.kind === 'event' || replies.at(-1)?.asks) return replies;
    return (await isKept(speakerOf(inbound)).catch(() => false)) ? sayEndIn(localeOf(inbound)).alsoKept(replies) : replies;
  }

  async function isKept(person: PersonId): Promise<boolean> {
    for (const { command } of await kept.waiting(person, keptLookedAt)) {
      const record = await inbox.read(command);
      if (record && isAnswered(record)) return true;
    }
    return false;
  }

  /** What can't be told now is told where the person is reached; if nowhere, it waits for them. That is kept before it is said, and again when it is there. */
  async function later(inbound: Inbound, command: Command): Promise<HttpAnswer> {
    const reached = await targetOf(command.place, parts).catch(() => null);
    if (!reached) await Promise.race([kept.keep(speakerOf(inbound), command.id).catch(() => {}), rest(writeMs)]);
    return respond(inbound, command, [sayEndIn(localeOf(inbound)).later(reached && channelTitle(reached.place.channel))], 'later');
  }

  async function respond(
    inbound: Inbound,
    command: Command | undefined,
    replies: readonly Reply[],
    state: 'answered' | 'later',
  ): Promise<HttpAnswer> {
    const place = { ...inbound.place, user: inbound.from.user };
    // Without the person, the disk being ill, it can still be said.
    const person = await store.get<Person>(people, speakerOf(inbound)).catch(() => null);
    const timeZone = person?.value.timeZone ?? inbound.timeZone ?? 'UTC';
    const messages: Message[] = [];
    for (const [n, reply] of replies.entries()) {
      const seed = seedOf(command?.id, n);
      messages.push(...rendered(channel, reply, { place, locale: localeOf(inbound), timeZone, seed }));
      await keepLongTokens(channel, reply, seed, { store, clock }).catch(() => {});
    }
    return channel.respond?.(messages, inbound, state) ?? { status: 500 };
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

/** Waits, unless the signal ends it before. */
export const rest = (ms: number, signal?: AbortSignal): Promise<null> =>
  sleep(Math.max(0, ms), null, { ref: false, ...(signal ? { signal } : {}) }).catch(() => null);

/** A voice tells the language of each request. */
const localeOf = ({ locale = 'en' }: { readonly locale?: string }) => locale;
const speakerOf = ({ place, from }: Inbound) => personId(place, from.user);
const seedOf = (command: CommandId | undefined, n: number) => `${command ?? ''}.${n}`;
/** It has an outcome, though it may go on. */
export const isAnswered = (record: CommandRecord) => record.state !== 'accepted' && record.state !== 'running';

/** What was answered; an end without words is told as what it is. */
export function answerIn({ replies, state, command }: CommandRecord): readonly Reply[] {
  if (replies.length > 0) return replies;
  const say = sayEndIn(localeOf(command));
  if (state === 'dead' || state === 'failed') return [say.gaveUp(command)];
  return state === 'cancelled' ? [say.cancelled(command.name)] : [];
}
