import type { Headers } from './mime/headers.ts';

/** Ids of a thread that travel with a command: its first and its last, as mail programs need them (RFC 5322, 3.6.4). */
const idsMax = 8;
const idMax = 200;

/** The message's own id, `<…@…>`; null where there is none that can be answered. */
export const messageId = (headers: Headers): string | null => idsIn(headers.first('message-id') ?? '')[0] ?? null;

/** The ids that an answer to this message names, oldest first. */
export function threadOf(headers: Headers): readonly string[] {
  const before = idsIn(headers.first('references') ?? headers.first('in-reply-to') ?? '');
  const own = messageId(headers);
  const all = [...before.filter((id) => id !== own), ...(own === null ? [] : [own])];
  return all.length <= idsMax ? all : [...all.slice(0, 1), ...all.slice(1 - idsMax)];
}

const idsIn = (value: string): string[] =>
  (value.slice(0, 20_000).match(/<[^\s<>]{3,400}>/g) ?? []).filter((id) => id.length <= idMax && /^[\x21-\x7e]+$/.test(id));
