import type { Channel } from '../channel/channel.ts';
import type { Place } from '../channel/inbound.ts';
import type { Clock } from '../clock.ts';
import type { Command } from '../command/command.ts';
import { SendFailed } from '../errors.ts';
import type { CommandRecord, DeliveryResult } from '../inbox/inbox.ts';
import type { Bucket, Limits } from '../limits/limits.ts';
import { personId } from '../people/person.ts';
import type { Store } from '../store/store.ts';
import { backoffMs } from './backoff.ts';
import { keptBook } from './kept.ts';
import type { Observer } from './observe.ts';
import { poster } from './post.ts';
import { reachedAt } from './reached.ts';
import { keepLongTokens, rendered } from './rendered.ts';

export interface DeliverParts {
  readonly channels: ReadonlyMap<string, Channel>;
  readonly store: Store;
  readonly limits: Limits;
  readonly clock: Clock;
  readonly random: () => number;
  readonly observer: Observer;
  readonly sendTimeoutMs?: number;
}

/**
 * Renders and sends what a command answered, in order, from where an earlier try stopped; within the channel's limits. Whom nothing reaches, it is kept for. Never throws
 * for what a platform does.
 */
export function deliverer(parts: DeliverParts): (record: CommandRecord) => Promise<DeliveryResult> {
  const { store, limits, clock, random, observer } = parts;
  const post = poster(parts);
  const kept = keptBook(store, clock);

  return async (record) => {
    const { command, delivery } = record;
    const target = await reachedAt(command.place, parts);
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
    let sent = delivery.state === 'pending' ? delivery.sent : 0;
    const attempts = delivery.state === 'pending' ? delivery.attempts : 0;
    let index = 0;
    for (const [n, reply] of record.replies.entries()) {
      const seed = `${command.id}.${n}`;
      const messages = rendered(channel, reply, { place, locale: command.locale ?? 'en', timeZone: command.timeZone ?? 'UTC', seed });
      if (index + messages.length > sent) await keepLongTokens(channel, reply, seed, parts);
      for (const [m, message] of messages.entries()) {
        if (index++ < sent) continue;
        const buckets = bucketsOf(channel, place);
        const at = await limits.take(buckets, clock.now());
        if (at > clock.now()) return { state: 'later', at, reason: `${channel.name}'s rate limit`, sent, counts: false };
        try {
          await post({
            channel,
            place,
            message,
            key: `${command.id}.${index}`,
            acceptedAt: command.acceptedAt,
            about: m === 0 ? reply.about : undefined,
          });
        } catch (cause) {
          return failed(cause, channel, place, command, sent, attempts);
        }
        sent++;
      }
    }
    observer.replied({ channel: channel.name, trace: command.trace, tookMs: clock.now() - command.acceptedAt });
    return { state: 'sent', sent };
  };

  async function failed(cause: unknown, channel: Channel, place: Place, command: Command, sent: number, attempts: number): Promise<DeliveryResult> {
    const known =
      cause instanceof SendFailed
        ? cause
        : new SendFailed('send', `Sending to ${channel.name} failed inside Bellhop: ${String(cause)}`, { cause, retryable: true });
    const reason = known.hint ? `${known.message} ${known.hint}` : known.message;
    observer.deliveryFailed({
      channel: channel.name,
      trace: command.trace,
      reason: known.code,
      dead: !known.retryable,
      maybeSent: known.maybeSent,
      cause,
    });
    if (!known.retryable) return { state: 'dead', reason, sent };
    const at = clock.now() + (known.retryAfterMs ?? backoffMs(attempts, random));
    if (known.retryAfterMs !== undefined) await limits.block([conversationKey(channel, place)], at);
    return { state: 'later', at, reason, sent, counts: true };
  }
}

const conversationKey = (channel: Channel, place: Place) => `${channel.name}/${place.tenant}/${place.conversation}`;

/** The buckets that one send to this place draws from. */
export function bucketsOf(channel: Channel, place: Place): Bucket[] {
  const of = { conversation: conversationKey(channel, place), tenant: `${channel.name}/${place.tenant}`, channel: channel.name };
  return channel.limits
    .filter((limit) => limit.in === undefined || (limit.in === 'direct') === (place.direct ?? false))
    .map(({ per, count, perMs }) => ({ key: of[per], count, perMs }));
}
