import type { Channel } from '../../shared/channel/channel.ts';
import type { SlackApis } from './api.ts';

/**
 * "Bellhop is working on check…" below what somebody said, in the Messages tab and in threads; elsewhere there is nothing that it could stand under. Slack: assistant.threads.setStatus, allowed by
 * `chat:write`; it goes with the next message in that thread, after two minutes, or with an empty status.
 */
export function worker(apis: SlackApis): NonNullable<Channel['working']> {
  return async ({ tenant, conversation, thread, message, direct, aside }, says, { signal }) => {
    const under = thread ?? (direct ? message : undefined);
    if (under === undefined || aside) return;
    await apis(tenant).call('assistant.threads.setStatus', { channel_id: conversation, thread_ts: under, status: says }, signal);
  };
}
