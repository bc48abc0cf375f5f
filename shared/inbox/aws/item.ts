import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { deadIndex, expiryAttribute, tableKey, workIndex } from '../../aws/table.ts';
import { escaped, unescaped } from '../../aws/text.ts';
import type { Command } from '../../command/command.ts';
import type { Delivery, State } from '../inbox.ts';
import { type CommandRow, parseWaiting, speakerOf, tenantOf, type Woken } from '../row.ts';
import { openWork } from './places.ts';

export type Attributes = Record<string, AttributeValue>;

/** A command as the table has it: one item. */
export interface CommandItem extends CommandRow {
  readonly name: string;
  /** Grows with each write. */
  readonly version: number;
  /** Which write made it so. */
  readonly writeId: string;
  /** What it was when it was last taken: running, when whoever ran it never finished. */
  readonly formerState: State | null;
  /** Grows with each taking to deliver: who holds another number has lost it. */
  readonly sendLease: number;
  /** Where its replies are when they are too large to stand in the item. */
  readonly part: string | null;
  /** Voice has told its person that the answer follows. */
  readonly isForLater: boolean;
  /** Not before then is it to be looked at, ms since 1970; null: nothing is open. */
  readonly lookAt: number | null;
}

/** The attributes beside the key and those of the indexes. Each has a byte count: a write costs by the item's. */
export const names = {
  command: 'd',
  version: 'v',
  writeId: 'w',
  state: 'st',
  formerState: 'fs',
  attempt: 'tr',
  lease: 'le',
  runDue: 'rd',
  sendDue: 'sd',
  sendLease: 'sl',
  delivery: 'de',
  sent: 'sn',
  sends: 'ss',
  replies: 're',
  part: 'rp',
  waiting: 'wa',
  woken: 'wo',
  endedAt: 'ea',
  cancelledBy: 'cb',
  reason: 'rs',
  sendReason: 'sr',
  isForLater: 'fl',
  expiry: expiryAttribute,
} as const;

/** Of what an error or a person says, so much is kept. */
const reasonMax = 2_000;

export function itemOf(attributes: Attributes): CommandItem {
  const text = (name: string) => attributes[name]?.S ?? null;
  const number = (name: string) => (attributes[name]?.N === undefined ? null : Number(attributes[name].N));
  const json = text(names.command) ?? '';
  const command = JSON.parse(json) as Command;
  const { place, from } = command;
  const item: CommandItem = {
    id: command.id,
    name: command.name,
    priority: command.priority,
    tenant: tenantOf(command),
    speaker: speakerOf(place.channel, place.tenant, from.user),
    acceptedAt: command.acceptedAt,
    state: (text(names.state) ?? 'accepted') as State,
    formerState: text(names.formerState) as State | null,
    runDue: number(names.runDue),
    sendDue: number(names.sendDue),
    deadAt: number(deadIndex.sort),
    endedAt: number(names.endedAt),
    attempt: number(names.attempt) ?? 0,
    lease: number(names.lease) ?? 0,
    sendLease: number(names.sendLease) ?? 0,
    delivery: (text(names.delivery) ?? 'none') as Delivery['state'],
    sent: number(names.sent) ?? 0,
    sends: number(names.sends) ?? 0,
    command: json,
    replies: text(names.replies),
    part: text(names.part),
    waiting: text(names.waiting),
    woken: text(names.woken),
    cancelledBy: spoken(text(names.cancelledBy)),
    reason: spoken(text(names.reason)),
    sendReason: spoken(text(names.sendReason)),
    isForLater: attributes[names.isForLater] !== undefined,
    version: number(names.version) ?? 0,
    writeId: text(names.writeId) ?? '',
    lookAt: text(workIndex.partition) === openWork.of(attributes[tableKey]?.S ?? '') ? number(workIndex.sort) : null,
  };
  return item.state === 'running' && item.waiting !== null ? wokenByTime(item) : item;
}

/** Taken while it waited, by one write that could not look: so its time woke it. */
function wokenByTime(item: CommandItem): CommandItem {
  const waiting = parseWaiting(item);
  if (!waiting) return item;
  const woken: Woken = { by: 'time', for: waiting.for, ...(waiting.data === undefined ? {} : { data: waiting.data }) };
  return { ...item, waiting: null, woken: JSON.stringify(woken) };
}

/** What changes of an item, whole, but for its places in the indexes: what is not in it is not there. Its command never changes. */
export function attributesOf(item: CommandItem): Attributes {
  const attributes: Attributes = {};
  const text = (name: string, value: string | null) => {
    if (value !== null) attributes[name] = { S: value };
  };
  const number = (name: string, value: number | null) => {
    if (value !== null) attributes[name] = { N: String(value) };
  };
  // What is so of most commands for most of their time takes no room.
  const counted = (name: string, value: number) => number(name, value === 0 ? null : value);
  text(names.state, item.state);
  text(names.formerState, item.formerState);
  counted(names.attempt, item.attempt);
  counted(names.lease, item.lease);
  counted(names.sendLease, item.sendLease);
  number(names.runDue, item.runDue);
  number(names.sendDue, item.sendDue);
  number(names.endedAt, item.endedAt);
  text(names.delivery, item.delivery === 'none' ? null : item.delivery);
  counted(names.sent, item.sent);
  counted(names.sends, item.sends);
  text(names.part, item.part);
  text(names.replies, item.part === null ? item.replies : null);
  text(names.waiting, item.waiting);
  text(names.woken, item.woken);
  text(names.cancelledBy, written(item.cancelledBy));
  text(names.reason, written(item.reason));
  text(names.sendReason, written(item.sendReason));
  text(names.isForLater, item.isForLater ? '1' : null);
  return attributes;
}

const spoken = (text: string | null) => (text === null ? null : unescaped(text));
const written = (text: string | null) => (text === null ? null : escaped(text.slice(0, reasonMax)));
