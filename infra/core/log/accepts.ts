import type { Inbox } from '../../../shared/inbox/inbox.ts';
import type { Log } from './log.ts';

/**
 * The inbox, with a debug line for each command it keeps: where its trace begins, and the one line that has what was said. The same inbox where debug lines go
 * nowhere, so that nothing is paid for them.
 */
export function withAcceptLines(inbox: Inbox, log: Log): Inbox {
  if (!log.debugs) return inbox;
  return {
    ...inbox,
    async accept(command, options) {
      const accepted = await inbox.accept(command, options);
      const { trace, name, place, from, raw } = command;
      log.debug({ trace, channel: place.channel, command: name, from: from.user, said: raw }, accepted.known ? 'known already' : 'accepted');
      return accepted;
    },
  };
}
