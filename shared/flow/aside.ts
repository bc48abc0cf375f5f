import type { Channel } from '../channel/channel.ts';
import type { Place } from '../channel/inbound.ts';
import { SendFailed } from '../errors.ts';

/** Nobody waits longer for a conversation to be opened, ms. */
const openTimeoutMs = 10_000;

/**
 * The place where a command goes on: for one that was asked aside a conversation with its person alone, where its channel has no other way past the others there. So a question, its answer and what is said of both
 * are in one conversation. Where none can be opened it goes on as it was asked. Throws SendFailed for what heals.
 */
export async function besides(place: Place, channel: Pick<Channel, 'aside'> | undefined): Promise<Place> {
  if (!place.aside || !channel?.aside) return place;
  try {
    return await channel.aside(place, { signal: AbortSignal.timeout(openTimeoutMs) });
  } catch (cause) {
    if (cause instanceof SendFailed && !cause.retryable) return place;
    throw cause;
  }
}
