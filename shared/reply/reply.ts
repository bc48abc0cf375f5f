import type { Place } from '../channel/inbound.ts';
import type { Action } from './action.ts';
import type { GivenFile, KeptFile } from './file.ts';
import type { Form } from './form.ts';
import type { Text } from './text.ts';

export interface Field {
  readonly name: string;
  readonly value: Text;
}

export interface Table {
  readonly columns: readonly { readonly title: string; readonly align?: 'left' | 'right' }[];
  readonly rows: readonly (readonly string[])[];
}

/** Numbers to be seen: drawn by the platform where it can, else as a picture, with its numbers in words beside it. */
export interface Chart {
  /** `pie` and `doughnut`: parts of a whole, one series of values that aren't negative. */
  readonly kind: 'line' | 'bar' | 'pie' | 'doughnut';
  /** What is shown: "Response time". */
  readonly title: string;
  /** What the values are of, in their order: days, sites, the parts of a whole. At most 400. */
  readonly labels: readonly string[];
  /** A value a label; null: there is none. At most 12 series and 2,000 values in all, each series under a name of its own. */
  readonly series: readonly { readonly name: string; readonly values: readonly (number | null)[] }[];
  /** What stands behind each number: `ms`, `%`, `€`. */
  readonly unit?: string;
}

export interface Image {
  /** https address of a PNG or JPEG. */
  readonly url: string;
  readonly alt: string;
}

export type Severity = 'info' | 'success' | 'warning' | 'error';

/** The parameter of a command that a question asks for. */
export interface AsksFor {
  readonly command: string;
  readonly param: string;
  /** Alexa's slot type of its kind. */
  readonly slot: string;
  /** Yes and no are answers to it. */
  readonly yesNo?: true;
}

/**
 * What a handler answers, for every channel. Plain data: it travels in the command's record. Parts that come later (choices, form)
 * are further optional members of this type, and a channel that doesn't know one shows `text`.
 */
export interface Reply {
  readonly text: Text;
  readonly fields?: readonly Field[];
  readonly table?: Table;
  readonly chart?: Chart;
  readonly image?: Image;
  /** A file that goes with it. A handler gives `content` or `blob`; the flow puts it away before a channel sees it (`fileIn`). */
  readonly file?: GivenFile | KeptFile;
  readonly actions?: readonly Action[];
  readonly severity?: Severity;
  /** `private`: only the person who asked; where the channel can't, it is sent to them directly or, failing that, here. `thread`: in a thread under what they said. */
  readonly visibility?: 'here' | 'private' | 'thread';
  /** What a voice says instead of `text`: plain words, no marks. */
  readonly speech?: string;
  /** A question: a voice channel keeps listening. */
  readonly asks?: boolean;
  /** Which part of it is told, from 0, where a channel tells long answers in parts. */
  readonly page?: number;
  /** All that the question's command still needs, for a channel that has inputs (`can.forms`); words answer the question itself all the same. Made by the flow, not by handlers. */
  readonly form?: Form;
  /** What its answer is to be, for a channel that can listen for that. Made by the flow too. */
  readonly asksFor?: AsksFor;
  /** Whom alone its actions are for, by where they can be reached: a channel that can shows them to nobody else. Left out: for everybody who may, or whom an action is `only` for. */
  readonly concerns?: readonly Pick<Place, 'channel' | 'bot' | 'tenant' | 'user' | 'via'>[];
  /** What it is about (`incident:42`): a later reply about the same, at the same place, replaces this message. */
  readonly about?: string;
}

/** Starts a reply. A plain string is literal; use `marked` for marks. */
export function reply(text: Text, parts: Omit<Reply, 'text'> = {}): Reply {
  return { text, ...parts };
}

/** Name → value, without those that are undefined: fields({ Status: 200, Took: '12 ms' }). */
export function fields(values: Readonly<Record<string, Text | number | undefined>>): Field[] {
  return Object.entries(values).flatMap(([name, value]) =>
    value === undefined ? [] : [{ name, value: typeof value === 'number' ? String(value) : value }],
  );
}
