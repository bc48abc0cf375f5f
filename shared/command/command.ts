import type { Place, SentFile, Speaker } from '../channel/inbound.ts';

export type CommandId = string & { readonly __brand: 'CommandId' };

/** alert > interactive > report. */
export type Priority = 'alert' | 'interactive' | 'report';
export const priorities: readonly Priority[] = ['alert', 'interactive', 'report'];

/** What was given before anything is parsed: words, or arguments by name. */
export interface Raw {
  /** The whole text, command name included. */
  readonly text?: string;
  /** The text was typed as a command of the platform: it is one, whatever question is open. */
  readonly explicit?: boolean;
  /** There was more of the text than is kept. */
  readonly cut?: boolean;
  readonly args?: Readonly<Record<string, string>>;
  /** The command whose question this answers, by one of the question's own buttons or its form. */
  readonly question?: string;
  /** All of that question's form, filled in. */
  readonly form?: true;
  /** Files that came with it: a parameter that takes one is given it. */
  readonly files?: readonly SentFile[];
  /** It was a pressed button: its nonce, empty for one that has none. */
  readonly pressed?: string;
  /** A pressed button whose token is too long to travel: the store has it under this key. */
  readonly token?: string;
}

/**
 * The object that travels: what someone asked for, before it is parsed. It can be queued, logged, replayed. JSON, below 8 KB.
 * Its id follows from its delivery key, so the same delivery always makes the same command.
 */
export interface Command {
  readonly id: CommandId;
  /** Name of the definition it resolved to. */
  readonly name: string;
  readonly raw: Raw;
  readonly from: Speaker;
  readonly place: Place;
  readonly priority: Priority;
  readonly locale?: string;
  readonly timeZone?: string;
  /** ms since 1970: when the person spoke; relative times count from here. */
  readonly saidAt: number;
  readonly acceptedAt: number;
  /** Follows the request from acceptance to the reply in every log line. */
  readonly trace: string;
  /** What runs on a clock issued it: nobody said it. */
  readonly issued?: true;
}
