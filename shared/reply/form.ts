import type { Input } from '../command/face.ts';

/** One input of a form. */
export interface FormField {
  /** The parameter's. */
  readonly name: string;
  readonly label: string;
  /** The question that it answers: "When should I remind you?". */
  readonly ask: string;
  readonly optional: boolean;
  /** One of these; left out: any text, which is read as if it had been typed. */
  readonly choices?: readonly string[];
  /** What to show for it, where that is more than a line of text. */
  readonly input?: Input;
  /** What stands in it at first, as it is typed: what was given, or the default. */
  readonly initial?: string;
  /** What is wrong with what was given: said beside it. */
  readonly error?: string;
}

/** What a command still has to be told, as a channel may show it at once: in words that no platform owns. */
export interface Form {
  readonly command: string;
  readonly title: string;
  readonly fields: readonly FormField[];
  /** What was given already, by name. */
  readonly given: Readonly<Record<string, string>>;
  /** The command that asks: it comes back with the answers, and only whom it asks may give them. Left out of a form that a way in opens before there is one. */
  readonly question?: string;
}
