import { backoffMs } from '../backoff.ts';
import type { Blobs } from '../blobs/blobs.ts';
import { labelOf } from '../channel/bots.ts';
import type { Channel, Message } from '../channel/channel.ts';
import type { Place } from '../channel/inbound.ts';
import type { Clock } from '../clock.ts';
import { errorOf, SendFailed } from '../errors.ts';
import type { CommandRecord, DeliveryResult, Inbox } from '../inbox/inbox.ts';
import type { Bucket, Limits } from '../limits/limits.ts';
import { optOutBook } from '../people/opt-outs.ts';
import { personId } from '../people/person.ts';
import type { Reply } from '../reply/reply.ts';
import type { Store } from '../store/store.ts';
import { besides } from './aside.ts';
import { elsewhere } from './elsewhere.ts';
import { keptBook } from './kept.ts';
import type { Observer } from './observe.ts';
import { localeOf } from './person.ts';
import { poster } from './post.ts';
import { Claimed } from './posted.ts';
import { keepLongTokens, rendered } from './rendered.ts';
import { sayIn } from './say.ts';
import { targetOf } from './target.ts';
import { toldBook } from './told.ts';
import { troubleBook } from './trouble.ts';

/** After this long another message about the same, which is on its way to the same place, is looked for again, ms. */
const claimedAgainMs = 250;

export interface DeliverParts {
  readonly channels: ReadonlyMap<string, Channel>;
  readonly store: Store;
  readonly limits: Limits;
  readonly clock: Clock;
  readonly random: () => number;
  readonly observer: Observer;
  /** What was answered before: a pressed button's message shows what was chosen. */
  readonly inbox: Pick<Inbox, 'read'>;
  /** Where files of answers are. */
  readonly blobs?: Pick<Blobs, 'get'>;
  readonly sendTimeoutMs?: number;
}

/** One try to deliver: where to, and how far it has got. */
interface Try {
  readonly record: CommandRecord;
  readonly replies: readonly Reply[];
  readonly channel: Channel;
  readonly place: Place;
  sent: number;
  /** Which of the command's replies is the first of these, and which is being sent. */
  readonly from: number;
  at: number;
}

/** Our own limits hold it back until then, ms since 1970. */
class HeldBack extends Error {
  readonly until: number;

  constructor(until: number) {
    super();
    this.until = until;
  }
}

/**
 * Renders and sends what a command answered, in order, from where an earlier try stopped; within the channel's limits. Whom nothing reaches there, but
 * elsewhere, is told there; whom nothing reaches at all, it is kept for. Never throws
 * for what a platform or the disk does.
 */
export function deliverer(parts: DeliverParts): (record: CommandRecord) => Promise<DeliveryResult> {
  const { channels, store, limits, clock, random, observer } = parts;
  const post = poster(parts);
  const kept = keptBook(store, clock);
  const other = elsewhere(parts);
  const optOuts = optOutBook(store, clock);
  const told = toldBook(parts);
  const troubles = troubleBook(parts);

  return async (record) => {
    const { command, delivery } = record;
    const before = delivery.state === 'pending' ? delivery.sent : 0;
    const movedTo = before > 0 ? await other.movedTo(command.id) : null;
    const asked = await besides(command.place, channels.get(command.place.channel)).catch(() => command.place);
    const target = movedTo ?? (await targetOf(asked, parts));
    if (!target) {
      await kept.keep(personId(command.place, command.place.user ?? ''), command.id);
      return { state: 'sent' };
    }
    const { place, channel } = target;
    if (!channel) {
      return {
        state: 'dead',
        sent: 0,
        reason: `The channel ${place.channel} is off. Set its tokens (see \`bellhop doctor\`), start again, and redrive this.`,
      };
    }
    let attempt: Try = {
      record,
      replies: movedTo ? await elsewhereTold(record, movedTo.from) : record.replies,
      channel,
      place,
      sent: before,
      from: movedTo?.from ?? 0,
      at: 0,
    };
    try {
      if (record.replies.length > 0 && channel.isThere?.(place) === false) await kept.keep(personId(place, place.user ?? ''), command.id);
      await sendAll(attempt).catch(async (cause) => {
        // A reply that went out whole is not said again elsewhere; one of which a part did is, whole.
        const moved = cause instanceof SendFailed && cause.outOfReach && !movedTo ? await other.move(command, attempt.at) : null;
        if (!moved?.channel) throw cause;
        attempt = {
          record,
          replies: await elsewhereTold(record, moved.from),
          channel: moved.channel,
          place: moved.place,
          sent: 0,
          from: moved.from,
          at: 0,
        };
        await sendAll(attempt);
      });
      await showChosen(attempt);
    } catch (cause) {
      return failed(cause, attempt);
    }
    observer.replied({ channel: attempt.channel.name, trace: command.trace, tookMs: clock.now() - command.acceptedAt });
    return { state: 'sent', sent: attempt.sent };
  };

  /** What is told where its person did not ask. */
  async function elsewhereTold({ command, replies }: CommandRecord, from: number): Promise<readonly Reply[]> {
    const record = { command, replies: replies.slice(from) };
    return sayIn(await localeOf(store, command)).notThere(record, parts.channels.get(command.place.channel)?.can.optOut ?? false);
  }

  async function sendAll(attempt: Try): Promise<void> {
    let before = 0;
    if (attempt.channel.can.optOut && attempt.replies.length > 0) await wanted(attempt.place);
    for (const [n, reply] of attempt.replies.entries()) {
      attempt.at = attempt.from + n;
      before += await sendOne(attempt, reply, attempt.at, before);
    }
  }

  /** One reply: its messages that are not out yet, then away with what a longer version of it left. Answers how many it makes; `before`: those of the replies before it. */
  async function sendOne(attempt: Try, reply: Reply, n: number, before: number): Promise<number> {
    const { channel, place, record } = attempt;
    const { id, acceptedAt } = record.command;
    const about = reply.about === undefined ? null : { what: reply.about, by: id, reply: n, answeredAt: record.endedAt ?? clock.now() };
    const messages = shown(attempt, reply, n);
    if (before + messages.length > attempt.sent) {
      await keepLongTokens(channel, reply, `${id}.${n}`, parts);
      if (channel.can.numbered) await told.keep(place, { command: id, reply: n }, reply, `${id}.${n}`);
    }
    for (const [part, message] of messages.entries()) {
      if (before + part < attempt.sent) continue;
      await permitted(channel, place);
      const key = `${id}.${before + part + 1}`;
      await post.send({ channel, place, message, key, acceptedAt, ...(about ? { about: { ...about, part } } : {}) });
      attempt.sent++;
    }
    while (about && (await post.isLonger({ channel, place, about }, messages.length))) {
      await permitted(channel, place);
      await post.takeBack({ channel, place, about, acceptedAt }, messages.length);
    }
    return messages.length;
  }

  /** Throws SendFailed when it can't be shown: another try would make the same of it. */
  function shown({ channel, place, record: { command } }: Try, reply: Reply, n: number): Message[] {
    const { id, locale = 'en', timeZone = 'UTC' } = command;
    try {
      return rendered(channel, reply, { place, locale, timeZone, seed: `${id}.${n}` });
    } catch (cause) {
      throw new SendFailed('render', `${channel.name} can't show this reply: ${errorOf(cause).message}.`, {
        hint: 'Mend the handler that made it.',
        cause,
      });
    }
  }

  /** Throws SendFailed when its person has ended what is sent to them there. */
  async function wanted(place: Place): Promise<void> {
    const since = await optOuts.since(place);
    if (since === null) return;
    throw new SendFailed(
      'opted_out',
      `They have wanted nothing more there since ${new Date(since).toISOString().slice(0, 10)}, so nothing was sent.`,
      {
        outOfReach: true,
        hint: 'They get it again once they write START there.',
      },
    );
  }

  /** At the message of a button that was pressed, who chose what. It is worth waiting for our limits, and nothing else. */
  async function showChosen({ record, channel, place }: Try): Promise<void> {
    const { raw, id, acceptedAt, place: asked } = record.command;
    if ((!raw.pressed && raw.token === undefined) || !channel.can.edit || place.message === undefined || place !== asked) return;
    const { chosenMessage } = await import('./chosen.ts');
    const message = await chosenMessage(record, channel, place, parts).catch(() => null);
    if (!message) return;
    await permitted(channel, place);
    await post.change({ channel, place, message, key: `${id}.chosen`, acceptedAt }, channel.named?.(place) ?? place.message);
  }

  async function permitted(channel: Channel, place: Place): Promise<void> {
    const now = clock.now();
    const at = await limits.take(bucketsOf(channel, place), now);
    if (at > now) throw new HeldBack(at);
  }

  async function failed(cause: unknown, { channel, place, record, sent }: Try): Promise<DeliveryResult> {
    if (cause instanceof HeldBack) return { state: 'later', at: cause.until, reason: `${channel.name}'s rate limit`, sent, counts: false };
    if (cause instanceof Claimed)
      return { state: 'later', at: clock.now() + claimedAgainMs, reason: 'Another message about the same is on its way.', sent, counts: false };
    const known =
      cause instanceof SendFailed
        ? cause
        : new SendFailed('send', `Sending to ${channel.name} failed inside Bellhop: ${errorOf(cause).message}`, { cause, retryable: true });
    if (known.lockedOut) await troubles.mark(place, known);
    const { command, delivery } = record;
    const reason = known.hint ? `${known.message} ${known.hint}` : known.message;
    const dead = !known.retryable;
    observer.deliveryFailed({ channel: channel.name, trace: command.trace, reason: known.code, dead, maybeSent: known.maybeSent, cause });
    if (dead) return { state: 'dead', reason, sent };
    const tries = delivery.state === 'pending' ? delivery.attempts : 0;
    const at = clock.now() + (known.retryAfterMs ?? backoffMs(tries, random));
    // Best effort: the instant that the platform named is kept in any case.
    if (known.retryAfterMs !== undefined) await limits.block([conversationKey(channel, place)], at).catch(() => {});
    return { state: 'later', at, reason, sent, counts: true };
  }
}

/** A platform counts what each bot sends. */
const botKey = ({ name }: Channel, { bot }: Place) => labelOf({ name, bot });
const conversationKey = (channel: Channel, place: Place) => `${botKey(channel, place)}/${place.tenant}/${place.conversation}`;

/** The buckets that one send to this place draws from. */
export function bucketsOf(channel: Channel, place: Place): Bucket[] {
  const of = { conversation: conversationKey(channel, place), tenant: `${botKey(channel, place)}/${place.tenant}`, channel: botKey(channel, place) };
  return channel.limits
    .filter((limit) => limit.in === undefined || (limit.in === 'direct') === (place.direct ?? false))
    .map(({ per, count, perMs }) => ({ key: of[per], count, perMs }));
}
