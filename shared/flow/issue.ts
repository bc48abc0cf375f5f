import type { Place, Speaker } from '../channel/inbound.ts';
import type { Clock } from '../clock.ts';
import type { CommandId, Priority, Raw } from '../command/command.ts';
import type { Inbox } from '../inbox/inbox.ts';
import { commandId } from './accept.ts';

/** What a job asks for: a command, on behalf of someone, answered somewhere. */
export interface Draft {
  /** The idempotency key: the same key never makes a second command. */
  readonly key: string;
  readonly name: string;
  readonly raw: Raw;
  readonly from: Speaker;
  readonly place: Place;
  readonly priority: Priority;
  readonly saidAt: number;
  readonly timeZone?: string;
  readonly locale?: string;
}

/** Issues a command, durably when it resolves, and answers its id. Throws InboxFull and StorageFailed. */
export type Issue = (draft: Draft) => Promise<CommandId>;

/** How jobs issue commands: the same way a channel's deliveries take, by the same inbox. */
export function issuer({ inbox, clock }: { inbox: Pick<Inbox, 'accept'>; clock: Clock }): Issue {
  return async ({ key, ...draft }) => {
    const id = commandId('jobs', '', '', key);
    await inbox.accept({ ...draft, id, acceptedAt: clock.now(), trace: id, issued: true });
    return id;
  };
}
