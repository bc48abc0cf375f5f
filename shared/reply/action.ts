import { createHash } from 'node:crypto';
import type { PersonId } from '../people/person.ts';

/** A button: a command with its parameters filled in, each printed by its kind. */
export interface Action {
  readonly label: string;
  readonly command: string;
  readonly args: Readonly<Record<string, string>>;
  readonly style?: 'primary' | 'danger';
  /** Counts once per message however often, and by whomever, it is pressed: the first who may, and then the message says who it was. `each`: once for each person who presses it. */
  readonly once?: boolean | 'each';
  /** Works for this person alone: others are told so, and it is left to be pressed. */
  readonly only?: PersonId;
  /** How long it works from when its message was asked for, ms; default and most 30 days. Pressed later, it says that it has ended. */
  readonly forMs?: number;
}

/** A pressed action. `nonce` is there when what it is was kept with its message: it counts once, is one person's or ends. */
export interface Press {
  readonly command: string;
  readonly args: Readonly<Record<string, string>>;
  readonly nonce?: string;
}

const escaped = (text: string) => text.replace(/[\\|=]/g, (c) => `\\${c}`);

/** What the nonce begins with of an action that counts once for each person, and of one that may be pressed many times. */
const eachMark = '@';
const manyMark = '~';
/** Whether an action of this nonce counts once: for all (`once`), for each person (`each`), or not at all (`many`, also where there is no nonce). */
export function countOf(nonce = ''): 'once' | 'each' | 'many' {
  return nonce === '' || nonce.startsWith(manyMark) ? 'many' : nonce.startsWith(eachMark) ? 'each' : 'once';
}

/** Where an action of this nonce was made: whose answer, the how many-th reply of it, and the how many-th action of that. Null for what is no nonce of a message. */
export function madeBy(nonce: string): { readonly command: string; readonly reply: number; readonly action: number } | null {
  const [, command = '', reply, action] = /^[@~]?([\w-]{1,100})\.(\d{1,6})\.(\d{1,6})$/.exec(nonce) ?? [];
  return command === '' ? null : { command, reply: Number(reply), action: Number(action) };
}

/** `command|name=value|…`, with `!nonce|` before it when its message is to be asked about it. The form that travels in a button. */
export function tokenOf(action: Action, nonce: string): string {
  const parts = Object.entries(action.args).map(([name, value]) => `${escaped(name)}=${escaped(value)}`);
  const mark = action.once === 'each' ? eachMark : action.once ? '' : action.only !== undefined || action.forMs !== undefined ? manyMark : null;
  return [...(mark === null ? [] : [`!${mark}${nonce}`]), escaped(action.command), ...parts].join('|');
}

/** Reads a token. Answers null for what no `tokenOf` made. Linear in its length. */
export function pressOf(token: string): Press | null {
  const fields = fieldsOf(token);
  let nonce: string | undefined;
  if (fields[0]?.[0]?.startsWith('!')) nonce = fields.shift()?.[0]?.slice(1);
  const command = fields.shift();
  if (command?.length !== 1 || !command[0]) return null;
  const args: Record<string, string> = Object.create(null);
  for (const field of fields) {
    if (field.length !== 2 || !field[0]) return null;
    args[field[0]] = field[1] ?? '';
  }
  return { command: command[0], args: { ...args }, ...(nonce === undefined ? {} : { nonce }) };
}

/** Splits at unescaped `|`, and each part at its unescaped `=`. */
function fieldsOf(token: string): string[][] {
  const fields: string[][] = [];
  let parts: string[] = [];
  let part = '';
  for (let i = 0; i < token.length; i++) {
    const c = token[i] ?? '';
    if (c === '\\') part += token[++i] ?? '';
    else if (c === '=') {
      parts.push(part);
      part = '';
    } else if (c === '|') {
      fields.push([...parts, part]);
      parts = [];
      part = '';
    } else part += c;
  }
  fields.push([...parts, part]);
  return fields;
}

/** The short form of a token too long for its channel, under which the store keeps it: `#`, how it counts (`!`, with the mark of its nonce), and 22 characters. */
export const shortToken = (token: string): string =>
  `#${/^![@~]?/.exec(token) ?? ''}${createHash('sha256').update(token).digest('base64url').slice(0, 22)}`;

/** Whether a token is such a short one; anything longer than it could be is none. */
export const isShort = (token: string) => token.startsWith('#') && token.length <= 64;

/** What stands for the nonce of a token that the store keeps, before it is read there: it counts as that does. Undefined for one without. */
export const shortNonce = (token: string) => (token.startsWith('#!') ? token.slice(2) : undefined);
