import type { Channel, ListenContext } from '../../shared/channel/channel.ts';
import type { Inbound } from '../../shared/channel/inbound.ts';
import type { Clock } from '../../shared/clock.ts';
import { InboxFull, StorageFailed } from '../../shared/errors.ts';
import { busyWords } from './busy.ts';
import { commandInbound } from './command.ts';
import { eventInbound } from './event.ts';
import { interactionInbounds } from './interaction.ts';
import { fieldsOf } from './payload.ts';

/** What comes by Socket Mode: what Slack would post, and the way to acknowledge it. */
export interface Envelope {
  readonly type: string;
  readonly body: unknown;
  /** The words stand for the body of an HTTP response: the person of a slash command reads them. */
  ack(words?: object): Promise<void>;
}

export type KeeperParts = Pick<ListenContext, 'accept' | 'form' | 'log'> & Pick<Channel, 'open'>;

/**
 * Keeps what is in an envelope and acknowledges it only then. What isn't acknowledged is an error to who pressed or commanded, and Slack tells an event again,
 * under the same key; a slash command's person reads that we are too busy, as over HTTP. Never rejects.
 */
export function keeper({ accept, form, open, log }: KeeperParts, clock: Clock): (envelope: Envelope) => Promise<void> {
  return async ({ type, body, ack }) => {
    try {
      for (const inbound of inboundsOf(type, body, clock)) {
        const shown = form?.(inbound);
        if (!shown || !(await open?.(shown, inbound))) await accept(inbound);
      }
      await ack();
    } catch (cause) {
      const code = cause instanceof InboxFull || cause instanceof StorageFailed ? cause.code : 'socket_envelope';
      log.warn({ code, type, err: cause }, 'An envelope was not kept, or its acknowledgement did not leave.');
      if (type === 'slash_commands' && cause instanceof InboxFull) await ack(busyWords).catch(() => {}); // The line is cut: then they see an error.
    }
  };
}

/** The same payloads as over HTTP, in an envelope that names their kind. */
function inboundsOf(type: string, body: unknown, clock: Clock): readonly Inbound[] {
  const payload = fieldsOf(body);
  if (!payload) return [];
  if (type === 'interactive') return interactionInbounds(payload, clock);
  const inbound = type === 'slash_commands' ? commandInbound(payload, clock) : type === 'events_api' ? eventInbound(payload, clock) : null;
  return inbound ? [inbound] : [];
}
