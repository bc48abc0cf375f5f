import { createHash } from 'node:crypto';

/** A button: a command with its parameters filled in, each printed by its kind. */
export interface Action {
  readonly label: string;
  readonly command: string;
  readonly args: Readonly<Record<string, string>>;
  readonly style?: 'primary' | 'danger';
  /** Counts once per message however often, and by whomever, it is pressed; `each`: once for each person who presses it. */
  readonly once?: boolean | 'each';
}

/** A pressed action. `nonce` is there when it counts once: it becomes the delivery key. */
export interface Press {
  readonly command: string;
  readonly args: Readonly<Record<string, string>>;
  readonly nonce?: string;
}

const escaped = (text: string) => text.replace(/[\\|=]/g, (c) => `\\${c}`);

/** What a nonce begins with that counts once for each person. */
export const eachMark = '@';

/** `command|name=value|…`, with `!nonce|` before it when it counts once. The form that travels in a button. */
export function tokenOf(action: Action, nonce: string): string {
  const parts = Object.entries(action.args).map(([name, value]) => `${escaped(name)}=${escaped(value)}`);
  return [...(action.once ? [`!${action.once === 'each' ? eachMark : ''}${nonce}`] : []), escaped(action.command), ...parts].join('|');
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

/** The short form of a token too long for its channel: `#` and 22 characters, under which the store keeps it. */
export function shortToken(token: string): string {
  return `#${createHash('sha256').update(token).digest('base64url').slice(0, 22)}`;
}

/** Whether a token is such a short one; anything longer than it could be is none. */
export const isShort = (token: string) => token.startsWith('#') && token.length <= 64;
