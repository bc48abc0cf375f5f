import type { Command } from '../command/command.ts';
import { type CommandRow, commandOf, speakerOf, tenantOf } from './row.ts';

/** Members of a row that say how far its command has got. */
type Progress = Pick<
  CommandRow,
  | 'state'
  | 'runDue'
  | 'sendDue'
  | 'deadAt'
  | 'endedAt'
  | 'attempt'
  | 'lease'
  | 'delivery'
  | 'sent'
  | 'sends'
  | 'cancelledBy'
  | 'reason'
  | 'sendReason'
>;

/** A command on its way from one installation to another: all that its record is, in no driver's form. Its id is its delivery key. */
export interface MovedCommand extends Progress {
  readonly command: Command;
  readonly replies: readonly unknown[] | null;
  readonly waiting: unknown;
  readonly woken: unknown;
}

/** What is taken along of a row. One that runs is let go of: whoever takes it where it comes to knows that it died inside. */
export function movedOf(row: CommandRow): MovedCommand {
  const { state, runDue, sendDue, deadAt, endedAt, attempt, lease, delivery, sent, sends, cancelledBy, reason, sendReason } = row;
  return {
    command: commandOf(row),
    state,
    runDue: state === 'running' ? 0 : runDue,
    sendDue,
    deadAt,
    endedAt,
    attempt,
    lease,
    delivery,
    sent,
    sends,
    cancelledBy,
    reason,
    sendReason,
    replies: read(row.replies) as readonly unknown[] | null,
    waiting: read(row.waiting),
    woken: read(row.woken),
  };
}

/** The row that a moved command becomes; `json`: its command as the driver writes it. */
export function rowOf({ command, replies, waiting, woken, ...progress }: MovedCommand, json: (command: Command) => string): CommandRow {
  const { id, priority, acceptedAt, place, from } = command;
  return {
    ...progress,
    id,
    priority,
    acceptedAt,
    tenant: tenantOf(command),
    speaker: speakerOf(place.channel, place.tenant, from.user),
    command: json(command),
    replies: written(replies),
    waiting: written(waiting),
    woken: written(woken),
  };
}

const read = (json: string | null): unknown => (json === null ? null : JSON.parse(json));
const written = (value: unknown) => (value === null ? null : JSON.stringify(value));
